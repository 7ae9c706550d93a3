"""The query mix of the search benchmark, drawn from the corpus that is searched."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from msgspec import Struct

from benchmarks.corpus import Story
from search.engine import Between, OneOf, Query, Sort
from search.schema import IndexName

THREE_FACETS = ("outlet_id", "speaker_id", "year")


class Case(Struct, frozen=True):
    """Queries of one kind on one index."""

    name: str
    index: IndexName
    queries: tuple[Query, ...]


def misspelt(word: str, dice: random.Random) -> str:
    """Return `word` with one random edit at a random place: a letter replaced, left out, put in, or two swapped."""
    letter = dice.choice("abcdefghijklmnopqrstuvwxyz")
    place = dice.randrange(len(word))
    edits = [
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
    ]
    if place + 1 < len(word):
        edits.append(word[:place] + word[place + 1] + word[place] + word[place + 2 :])
    return dice.choice([edit for edit in edits if edit != word] or [word + letter])


def cases(stories: Sequence[Story], count: int, seed: int = 7) -> list[Case]:
    """Return the mix, `count` queries of each kind."""
    dice = random.Random(seed)
    picked = [dice.choice(stories) for _ in range(count)]
    words = [_long_words(story) for story in picked]
    titles = [story.article.title or "" for story in picked]
    quotes = [_six(story, dice) for story in picked]
    outlets = [OneOf("outlet_id", (story.article.outlet_id or "none",)) for story in picked]
    years = [OneOf("year", ("2021", "2022")) for _ in picked]
    june = Between("published_at", 1_622_505_600, 1_656_633_600)
    return [
        _case("one word", "articles", (Query(q=dice.choice(some)) for some in words)),
        _case("two words", "articles", (Query(q=" ".join(dice.sample(some, 2))) for some in words)),
        _case("two words with typos", "articles", (Query(q=" ".join(_typos(some, dice))) for some in words)),
        _case("a whole title", "articles", (Query(q=title) for title in titles)),
        _case("three letters", "articles", (Query(q=dice.choice(some)[:3]) for some in words)),
        _case("a word and a beginning", "articles", (Query(q=f"{some[0]} {some[1][:4]}") for some in words)),
        _case("common words", "articles", (Query(q=" ".join(_common(dice))) for _ in picked)),
        _case("everything, 3 facets", "articles", (Query(facets=THREE_FACETS) for _ in picked)),
        _case("a word, 3 facets", "articles", (Query(q=some[0], facets=THREE_FACETS) for some in words)),
        _case(
            "a word, 3 facets, 2 filters",
            "articles",
            (
                Query(q=some[0], facets=THREE_FACETS, filters=filters)
                for some, *filters in zip(words, outlets, years, strict=True)
            ),
        ),
        _case(
            "a word in a year, by date",
            "articles",
            (Query(q=some[0], sort=Sort("published_at", descending=True), filters=(june,)) for some in words),
        ),
        _case("everything, by date", "articles", (Query(sort=Sort("published_at", descending=True)) for _ in picked)),
        _case("six words of a quote", "quotes", (Query(q=" ".join(six)) for six in quotes)),
        _case("six misspelt words", "quotes", (Query(q=" ".join(spoil(six, dice))) for six in quotes)),
        _case(
            "a word, highlighted",
            "quotes",
            (Query(q=some[0], highlight=("text",), crop={"text": 30}) for some in words),
        ),
    ]


def spoil(words: Sequence[str], dice: random.Random) -> list[str]:
    """Return `words` with every word of five letters or more misspelt by one letter."""
    return [misspelt(word, dice) if len(word) >= 5 else word for word in words]


def _case(name: str, index: IndexName, queries: object) -> Case:
    return Case(name, index, tuple(queries))  # type: ignore[arg-type]


def _long_words(story: Story) -> list[str]:
    found = re.findall("[a-z]{5,}", story.article.body.lower())
    return random.Random(story.article.id).sample(found, min(8, len(found)))


def _typos(words: Sequence[str], dice: random.Random) -> list[str]:
    return [word[0] + misspelt(word[1:], dice) for word in dice.sample(words, 2)]


def _common(dice: random.Random) -> list[str]:
    return dice.sample(["the", "of", "state", "people", "and", "in", "world", "after", "that", "we"], 3)


def _six(story: Story, dice: random.Random) -> list[str]:
    words = re.findall("[a-z]+", dice.choice(story.quotes).text.lower())
    first = dice.randrange(max(1, len(words) - 5))
    return words[first : first + 6]
