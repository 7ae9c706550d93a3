"""What the three models learn from, read off marked articles with the extractor's own features."""

from __future__ import annotations

from collections import Counter

from benchmarks.quote_training.rows import Row, Scorer, gold_at
from benchmarks.quote_training.softmax import Example
from service.quotes import antecedents
from service.quotes.candidates import Candidate, Context, contexts, prior_key
from service.quotes.mentions import Mention
from service.quotes.page import Page, read_page
from service.quotes.people import Entity
from service.quotes.ranking import rank
from service.quotes.scare import describe_quote, is_certain, reported
from service.quotes.sources import find_sources


def quote_examples(rows: list[Row]) -> list[Example]:
    """Whether what stands between marks is a quote: option 1 is yes, and only it has features."""
    found = []
    for number, row in enumerate(rows):
        page = read_page(row["text"])
        mentions, _ = find_sources(page)
        linked = {verb for m in mentions for verb in (m.subject_of, m.inverted_of)}
        for context in contexts(page):
            if is_certain(page, context) is None:
                quote = page.quotes[context.index]
                right = gold_at(row, quote.start, quote.end) is not None
                found.append(Example(number, [[], describe_quote(page, context, linked)], [int(right)]))
    return found


def antecedent_examples(rows: list[Row], scorer: Scorer) -> list[Example]:
    """Which earlier mention a pronoun stands for, from the pronouns whose person the data gives."""
    found: list[Example] = []
    for number, row in enumerate(rows):
        gold = {
            q["speaker_start"]: q["speaker"]
            for q in row["quotes"]
            if q["kind"] == "pronoun" and q["resolved"] == "silver" and q["speaker"]
        }
        if not gold:
            continue

        def note(
            page: Page, pronoun: Mention, seen: list[Mention], entities: list[Entity],
            number: int = number, gold: dict[int, str] = gold,
        ) -> None:  # fmt: skip
            person = gold.get(pronoun.start)
            if person:
                options = antecedents.options(page, pronoun, seen, entities)
                right = [i for i, (m, _) in enumerate(options) if scorer.same(person, entities[m.entity].name)]
                if right:
                    found.append(Example(number, [names for _, names in options], right))

        find_sources(read_page(row["text"]), note)
    return found


def source_examples(rows: list[Row], scorer: Scorer) -> list[Example]:
    """Which mention is the source of a quote; option 0 is nobody. The sources of the quotes before are those that the
    weights in place choose, as they will be when the extractor runs.
    """
    found = []
    for number, row in enumerate(rows):
        page = read_page(row["text"])
        mentions, entities = find_sources(page)

        def note(
            context: Context, candidates: list[Candidate], options: list[list[str]],
            number: int = number, row: Row = row, page: Page = page, entities: list[Entity] = entities,
        ) -> Mention | None:  # fmt: skip
            quote = page.quotes[context.index]
            gold = gold_at(row, quote.start, quote.end)
            right = right_candidates(gold, candidates, entities, scorer) if gold else []
            if right:
                found.append(Example(number, options, [i + 1 for i in right]))
            return candidates[right[0]].mention if right and right[0] >= 0 else None

        rank(page, reported(page, mentions), mentions, entities, note)
    return found


def prior_shares(rows: list[Row], scorer: Scorer) -> dict[str, float]:
    """Return how often a candidate of each cell is right, smoothed; no prior may be in place."""
    seen: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row in rows:
        page = read_page(row["text"])
        mentions, entities = find_sources(page)

        def note(
            context: Context, candidates: list[Candidate], _: list[list[str]],
            row: Row = row, page: Page = page, entities: list[Entity] = entities,
        ) -> None:  # fmt: skip
            quote = page.quotes[context.index]
            gold = gold_at(row, quote.start, quote.end)
            if gold:
                chosen = right_candidates(gold, candidates, entities, scorer)
                keys = [prior_key(c) for c in candidates]
                seen.update(keys)
                right.update(keys[i] for i in chosen if i >= 0)

        rank(page, reported(page, mentions), mentions, entities, note)
    return {key: round((right[key] + 1) / (seen[key] + 20), 4) for key in sorted(seen)}


def right_candidates(gold: Row, candidates: list[Candidate], entities: list[Entity], scorer: Scorer) -> list[int]:
    """Return the candidates that name the marked source: at its place, else anywhere by its name; [-1] is nobody."""
    if gold["kind"] == "none":
        return [-1]
    right = [i for i, c in enumerate(candidates) if _overlaps(gold, c.mention)]
    if right or gold["kind"] == "pronoun" or not gold.get("speaker"):
        return right
    for index, candidate in enumerate(candidates):
        mention = candidate.mention
        name = entities[mention.entity].name if mention.kind == "name" else mention.name
        if mention.kind != "pronoun" and scorer.same(gold["speaker"], name):
            right.append(index)
    return right


def _overlaps(gold: Row, mention: Mention) -> bool:
    if gold["speaker_start"] is None or mention.start >= gold["speaker_end"] or mention.end <= gold["speaker_start"]:
        return False
    # `the Obama campaign` is not Obama.
    return not (mention.kind == "name" and gold["kind"] == "nominal" and mention.end < gold["speaker_end"] - 1)
