"""A generated corpus: articles with quotes, outlets, speakers and dates. No text of it is real.

`stories(count)` yields the same stories for the same arguments, one at a time, so that a corpus of any size fits into
memory. Every sixth article has no date and every tenth no outlet, as in real life.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from benchmarks.words import Language, word
from search.dates import dates
from search.lookup import lookup_keys
from search.schema import ArticleDocument, QuoteDocument
from service.identity.statements import statement

VOCABULARY = 200_000
OUTLETS = 40
SECTIONS = ("politics", "world", "business", "sport", "culture", "science")
FIRST_DAY = datetime(2021, 1, 1, tzinfo=UTC)
DAYS = 3 * 365


class Story(Struct):
    """An article as it is searched, and its quotes."""

    article: ArticleDocument
    quotes: list[QuoteDocument]


def slug(name: str) -> str:
    """Return the id of a name."""
    return name.lower().replace(" ", "-")


def stories(count: int, seed: int = 1) -> Iterator[Story]:
    """Yield `count` stories."""
    dice = random.Random(seed)
    language = Language(VOCABULARY, dice)
    outlets = [f"The {word(900 + 7 * number).title()} {word(1_500 + number).title()}" for number in range(OUTLETS)]
    people = max(20, count // 20)
    speakers = [f"{word(2_000 + number % 400).title()} {word(5_000 + 3 * number).title()}" for number in range(people)]
    for number in range(count):
        yield _story(number, dice, language, outlets, speakers)


def _story(number: int, dice: random.Random, language: Language, outlets: list[str], speakers: list[str]) -> Story:
    outlet = None if number % 10 == 9 else outlets[int(len(outlets) * dice.random() ** 2)]
    moment = None if number % 6 == 5 else FIRST_DAY + timedelta(days=dice.randrange(DAYS), minutes=dice.randrange(1440))
    quoted = [speakers[int(len(speakers) * dice.random() ** 3)] for _ in range(dice.randint(1, 5))]
    title = language.sentence(5, 10).rstrip(".")
    paragraphs = []
    for speaker in quoted:
        paragraphs.append(" ".join(language.sentence() for _ in range(dice.randint(3, 6))))
        paragraphs.append(f"“{language.sentence(8, 30).rstrip('.')},” said {speaker}. {language.sentence()}")
    body = "\n\n".join(paragraphs)
    common = {
        "revision": 1,
        "outlet": outlet,
        "outlet_id": slug(outlet) if outlet else None,
        "section": dice.choice(SECTIONS),
        "language": "en",
        "published_at": int(moment.timestamp()) if moment else None,
        "published": moment.isoformat() if moment else None,
        "published_precision": "minute" if moment else None,
        "outlet_lookup": lookup_keys(slug(outlet), outlet) if outlet else [],
        **dates(moment.date() if moment else None),
        "group": None,
    }
    names = list(dict.fromkeys(quoted))
    article = ArticleDocument(
        id=f"a{number}",
        title=title,
        standfirst=language.sentence() if dice.random() < 0.5 else None,
        body=body,
        agency=None,
        authors=[],
        speaker=names,
        speaker_id=[slug(name) for name in names],
        speaker_lookup=[key for name in names for key in lookup_keys(slug(name), name)],
        source_id=[slug(name) for name in names],
        url=f"https://example.org/{number}",
        **common,
    )
    return Story(article, list(_quotes(article, quoted, common)))


def _quotes(article: ArticleDocument, quoted: list[str], common: dict[str, object]) -> Iterator[QuoteDocument]:
    end = 0
    for place, speaker in enumerate(quoted):
        start = article.body.index("“", end) + 1
        end = article.body.index("”", start)
        yield QuoteDocument(
            id=f"{article.id}-{place}",
            article_id=article.id,
            text=article.body[start:end],
            kind="direct" if place % 4 else "partial",
            start=start,
            end=end,
            speaker=speaker,
            speaker_id=slug(speaker),
            speaker_lookup=lookup_keys(slug(speaker), speaker),
            source=None,
            source_id=slug(speaker),
            mention=speaker,
            mention_start=article.body.index(speaker, end),
            cue="said",
            cue_start=end + len(",” "),
            method="cue-subject",
            confidence=0.9,
            before="“",
            after=f",” said {speaker}.",
            article_title=article.title,
            statement=statement(article.body[start:end], slug(speaker)),
            **common,
        )
