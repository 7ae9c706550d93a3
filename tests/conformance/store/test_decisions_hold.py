"""Whatever happens, in whatever order: every quote has the speaker that the last decision about it says.

The reference says for every article and every name that it may print who that is; the store must agree after each step.
"""

from __future__ import annotations

from itertools import count, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from service.identity import folded_form
from service.store import articles, corrections, merging, revising, speakers
from service.store.corrections import Change, correct
from service.store.database import Database
from service.store.merging import Decision, Selection
from tests.conformance.store.quoting import said, store, stored

_EXAMPLES = count()
_TEXTS = ("One", "Two", "Three")
_OUTLETS = ("Ledger", "Ledger", "Courier", None)


class Reference:
    """Who each name is in each article, and what people have said of single quotes."""

    def __init__(self, number: int) -> None:
        spellings = ("Vladimir Orlov{0}", "Volodymyr Orlov{0}", "Orlov{0}", "Ada Vance{0}", "Ada K. Vance{0}")
        self.number = number
        self.names = [spelling.format(number) for spelling in spellings]
        self.articles: list[str] = []
        self.outlets = {
            f"outlet-{number}-{place}": outlet and f"{outlet} {number}" for place, outlet in enumerate(_OUTLETS)
        }
        self.printed: dict[str, dict[str, str]] = {}
        self.means: dict[tuple[str, str], str] = {}
        self.corrected: dict[tuple[str, str], str | None] = {}

    def expected(self, article: str) -> dict[str, str | None]:
        """The speaker of each quote of an article by its text."""
        own = self.printed[article]
        return {text: self.corrected.get((article, text), self.means[article, name]) for text, name in own.items()}

    def people(self) -> list[str]:
        return sorted({*self.means.values(), *filter(None, self.corrected.values())})

    def move(self, one: str, other: str, *, articles: set[str] | None = None, names: set[str] | None = None) -> None:
        for (article, name), who in self.means.items():
            if who == one and (articles is None or article in articles) and (names is None or name in names):
                self.means[article, name] = other

    def printed_of(self, who: str) -> set[str]:
        """The names under which somebody is quoted, corrections aside."""
        said_so = ((article, text, name) for article, own in self.printed.items() for text, name in own.items())
        return {
            name
            for article, text, name in said_so
            if (article, text) not in self.corrected and self.means[article, name] == who
        }


class Run:
    """One example: the store and the reference side by side."""

    def __init__(self, database: Database, reference: Reference, data: st.DataObject) -> None:
        self.database, self.reference, self.data = database, reference, data

    def draw(self, options: Any) -> Any:
        return self.data.draw(st.sampled_from(list(options)))

    async def begin(self) -> None:
        """All articles are there, and one that prints every name and is never changed, so that no name is forgotten."""
        reference = self.reference
        keys = [*reference.outlets, f"anchor-{reference.number}"]
        for key in keys:
            names = reference.names if key.startswith("anchor") else reference.names[:2]
            await self.save(key, dict(zip(("One", "Two", "Three", "Four", "Five"), names, strict=False)))
        anchor = reference.articles[-1]
        who = [quote.speaker.id for quote in await stored(self.database, anchor) if quote.speaker]
        of_name = dict(zip(reference.names, who, strict=True))
        reference.means = {(article, name): of_name[name] for article, name in product(reference.articles, of_name)}

    async def save(self, key: str, own: dict[str, str]) -> None:
        found = [said(text, name) for text, name in own.items()]
        body = f"{key} {own}"
        article = await store(self.database, key, *found, outlet=self.reference.outlets.get(key), body=body)
        if article not in self.reference.articles:
            self.reference.articles.append(article)
        self.reference.printed[article] = own

    async def print_again(self) -> None:
        own = {text: self.draw(self.reference.names) for text in _TEXTS if self.draw([True, True, False])}
        await self.save(self.draw(self.reference.outlets), own)

    async def correct(self) -> None:
        article = self.draw(self.reference.articles[:-1])
        quotes = await stored(self.database, article)
        if not quotes:
            return
        quote, who = self.draw(quotes), self.draw([*self.reference.people(), None])
        async with self.database.write() as connection:
            await correct(connection, [quote.id], Change(speaker_id=who))
        self.reference.corrected[article, quote.text] = who

    async def take_back(self) -> None:
        there = [(one, quote) for one in self.reference.articles for quote in await stored(self.database, one)]
        article, quote = self.draw(there)
        async with self.database.write() as connection:
            ended = await corrections.take_back(connection, quote.id)
        assert (ended is not None) == ((article, quote.text) in self.reference.corrected)
        self.reference.corrected.pop((article, quote.text), None)

    async def merge(self) -> None:
        people = self.reference.people()
        one = self.draw(people)
        others = [other for other in people if other != one]
        if not others:
            return
        other = self.draw(others)
        async with self.database.write() as connection:
            await merging.merge(connection, one, other, Decision())
        self.reference.move(one, other)
        self.reference.corrected = {
            quote: other if who == one else who for quote, who in self.reference.corrected.items()
        }

    async def split(self) -> None:
        reference = self.reference
        one = self.draw(reference.people())
        by = self.draw(["aliases", "outlets", "articles"])
        selected = {
            "aliases": sorted(reference.printed_of(one)),
            "outlets": [f"ledger-{reference.number}", f"courier-{reference.number}"],
            "articles": reference.articles[:-1],
        }[by]
        if not selected:
            return
        part = self.draw(selected)
        options = [*(other for other in reference.people() if other != one), None]
        async with self.database.write() as connection:
            other = self.draw(options) or await merging.named_anew(
                connection, f"Kim Bay{reference.number}", "person", one
            )
            if other == one:
                return
            await merging.split(connection, one, other, Selection(**{by: (part,)}), Decision())
        if by == "aliases":
            kept = {folded_form(name) for name in reference.printed_of(one) - {part}}
            gone = (
                {part}
                if folded_form(part) in kept
                else {n for n in reference.names if folded_form(n) == folded_form(part)}
            )
            reference.move(one, other, names=gone)
        else:
            of_outlet = {
                key for key, outlet in reference.outlets.items() if outlet and part == outlet.lower().replace(" ", "-")
            }
            keys = dict(zip(reference.outlets, reference.articles, strict=False))
            reference.move(one, other, articles={part} if by == "articles" else {keys[key] for key in of_outlet})

    async def check(self) -> None:
        """All is as the reference says, and is found again so when every article is extracted anew."""
        for article in self.reference.articles:
            quotes = await stored(self.database, article)
            found = {quote.text: quote.speaker.id if quote.speaker else None for quote in quotes}
            assert found == self.reference.expected(article)
        async with self.database.write() as connection:
            people = self.reference.people()
            assert await speakers.current(connection, people) == {who: who for who in people}
            there = await articles.by_ids(connection, self.reference.articles)
            for article in self.reference.articles:
                own = self.reference.printed[article].items()
                again = [said(text, name, utterance=at) for at, (text, name) in enumerate(own)]
                assert not await revising.requote(connection, article, there[article].revision, again)


@settings(max_examples=15)
@given(data=st.data())
async def test_every_quote_has_the_speaker_that_the_last_decision_about_it_says(
    database: Database, data: st.DataObject
) -> None:
    run = Run(database, Reference(next(_EXAMPLES)), data)
    await run.begin()
    steps = [run.print_again, run.correct, run.take_back, run.merge, run.split, run.split, run.split]
    for _ in range(data.draw(st.integers(4, 12))):
        await data.draw(st.sampled_from(steps))()
        await run.check()
