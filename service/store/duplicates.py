"""Articles that are nearly the same: each is linked to the first of its group, its root, and is like that very one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from service.likeness import Text, sketch
from service.store.inserting import add_missing
from service.store.tables import articles, sketches

MOST_HOLDERS = 32
"""A number that so many articles have is kept for no further one, so that no lookup grows with the corpus."""

_TELLING = 8  # a number that more groups share is a common phrase: it takes two such numbers to be worth a look
_LOOKED_AT = 4
_NUMBERS_AT_ONCE = 10_000
_ARTICLES_AT_ONCE = 50


class Piece(Struct, frozen=True):
    """An article to find the group of."""

    article_id: str
    body: str
    truncated: bool
    sketch: Sequence[int]

    @classmethod
    def of(cls, row: Mapping[str, Any], numbers: Sequence[int] | None = None) -> Piece:
        """The piece of an article's row, whose sketch may be known already."""
        return cls(row["id"], row["body"], row["truncated"], sketch(row["body"]) if numbers is None else numbers)


class Link(Struct, frozen=True):
    """The article that another is nearly the same as, and how nearly; both None for one that stands alone."""

    duplicate_of: str | None = None
    similarity: float | None = None


class Places:
    """Finds the group of one article after the other, the earliest first, among those that come before it.

    So links do not depend on the order in which articles come. `concerned` grows by those behind the placed ones that
    may belong to another group now; they are to be placed anew by `settle`.
    """

    def __init__(self, connection: AsyncConnection, held: Iterable[tuple[int, str, str]]) -> None:
        self._connection = connection
        self._holders: defaultdict[int, set[str]] = defaultdict(set)
        self._root: dict[str, str] = {}
        self._texts: dict[str, Text] = {}
        self._added: set[tuple[int, str]] = set()
        self._dropped: set[tuple[int, str]] = set()
        self.concerned: set[str] = set()
        for number, holder, root in held:
            self._holders[number].add(holder)
            self._root[holder] = root

    @classmethod
    async def among(cls, connection: AsyncConnection, pieces: Sequence[Piece], leaving: Collection[str] = ()) -> Places:
        """Look up who shares numbers with any of these; `leaving` are articles that are to be placed themselves."""
        out = {*leaving, *(piece.article_id for piece in pieces)}
        held: list[tuple[int, str, str]] = []
        wanted = sorted({number for piece in pieces for number in piece.sketch})
        for first in range(0, len(wanted), _NUMBERS_AT_ONCE):
            numbers = wanted[first : first + _NUMBERS_AT_ONCE]
            rows = await connection.execute(
                sa.select(sketches.c.number, articles.c.id, articles.c.duplicate_of)
                .join_from(sketches, articles, sketches.c.article_id == articles.c.id)
                .where(sketches.c.number.in_(numbers))
            )
            held += [(number, key, root or key) for number, key, root in rows if key not in out]
        return cls(connection, held)

    async def place(self, piece: Piece) -> Link:
        """The article's link; later pieces can be linked to it, or to its root."""
        mine = Text(piece.body, truncated=piece.truncated)
        best = Link()
        for root in self._candidates(piece):
            similarity = mine.similarity(await self._text(root))
            if similarity is not None and similarity > (best.similarity or 0):
                best = Link(root, similarity)
        if best.duplicate_of is None:
            self._texts[piece.article_id] = mine
            await self._look_behind(piece, mine)
        self._root[piece.article_id] = best.duplicate_of or piece.article_id
        for number in piece.sketch:
            self._hold(number, piece.article_id)
        return best

    def _candidates(self, piece: Piece) -> list[str]:
        """The roots worth a look, those that share most first, then the earliest."""
        shared: Counter[str] = Counter()
        worth: set[str] = set()
        for number in piece.sketch:
            roots = {self._root[holder] for holder in self._holders[number] if holder < piece.article_id}
            worth |= roots if len(roots) <= _TELLING else {root for root in roots if shared[root]}
            shared.update(roots)
        return sorted(worth, key=lambda root: (-shared[root], root))[:_LOOKED_AT]

    async def _look_behind(self, piece: Piece, mine: Text) -> None:
        """Find those that came before the first of their group, and are behind it: what was in another store does."""
        shared = Counter(holder for number in piece.sketch for holder in self._holders[number])
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for holder in sorted(shared, key=lambda holder: (-shared[holder], holder)):
            if holder > piece.article_id:
                groups[self._root[holder]].append(holder)
        for root, holders in list(groups.items())[:_LOOKED_AT]:
            behind = [one for one in dict.fromkeys((root, *holders)) if one > piece.article_id]
            for other in {root, holders[0]}.intersection(behind):
                if mine.similarity(await self._text(other)) is not None:
                    self.concerned.update(behind)

    def _hold(self, number: int, article_id: str) -> None:
        """Keep a number for an article; where too many have it, for the earliest."""
        holders = self._holders[number]
        holders.add(article_id)
        self._added.add((number, article_id))
        if len(holders) > MOST_HOLDERS:
            last = max(holders)
            holders.remove(last)
            self._dropped.add((number, last))

    async def _text(self, article_id: str) -> Text:
        if article_id not in self._texts:
            found = await self._connection.execute(
                sa.select(articles.c.body, articles.c.truncated).where(articles.c.id == article_id)
            )
            body, truncated = found.one()
            self._texts[article_id] = Text(body, truncated=truncated)
        return self._texts[article_id]

    async def keep(self) -> None:
        """Store the sketches of what was placed."""
        rows = [{"number": number, "article_id": key} for number, key in sorted(self._added - self._dropped)]
        await add_missing(self._connection, sketches, rows)
        await _forget(self._connection, sorted(self._dropped - self._added))


async def roots_of(connection: AsyncConnection, ids: Collection[str]) -> set[str]:
    """Those of these articles that others are linked to."""
    query = sa.select(articles.c.duplicate_of).distinct().where(articles.c.duplicate_of.in_(ids))
    return {root for root in await connection.scalars(query) if root}


async def part(connection: AsyncConnection, stored: Mapping[str, Any]) -> list[str]:
    """Take an article that changes or goes out of its group; returns the ids of those that were linked to it.

    They, and the article itself if it stays, are then to be placed by `settle`.
    """
    await _forget(connection, [(number, stored["id"]) for number in sketch(stored["body"])])
    return await _linked_to(connection, stored["id"])


async def settle(connection: AsyncConnection, ids: Collection[str]) -> set[str]:
    """Place these stored articles anew, and whoever that concerns; returns every article whose group is another now.

    The earliest goes first, and concerns only later ones, so that each is placed once.
    """
    waiting = set(ids)
    moved: set[str] = set()
    while waiting:
        some = sorted(waiting)[:_ARTICLES_AT_ONCE]
        query = sa.select(*(articles.c[name] for name in ("id", "body", "truncated", "duplicate_of", "similarity")))
        found = await connection.execute(query.where(articles.c.id.in_(some)))
        rows = {row["id"]: dict(row) for row in found.mappings()}
        pieces = [Piece.of(rows[key]) for key in some if key in rows]
        places = await Places.among(connection, pieces, leaving=waiting)
        waiting -= set(some) - rows.keys()
        await _forget(connection, [(number, piece.article_id) for piece in pieces for number in piece.sketch])
        for piece in pieces:
            link, row = await places.place(piece), rows[piece.article_id]
            waiting.remove(piece.article_id)
            if link != Link(row["duplicate_of"], row["similarity"]):
                moved |= {key for key in (piece.article_id, link.duplicate_of, row["duplicate_of"]) if key}
            values = {"duplicate_of": link.duplicate_of, "similarity": link.similarity, "compared": True}
            await connection.execute(articles.update().where(articles.c.id == piece.article_id).values(values))
            if link.duplicate_of and not row["duplicate_of"]:
                places.concerned.update(await _linked_to(connection, piece.article_id))
            if places.concerned:  # what was looked up for the next ones may not hold any more
                waiting |= places.concerned
                break
        await places.keep()
    return moved


async def _linked_to(connection: AsyncConnection, article_id: str) -> list[str]:
    return list(await connection.scalars(sa.select(articles.c.id).where(articles.c.duplicate_of == article_id)))


async def _forget(connection: AsyncConnection, held: Sequence[tuple[int, str]]) -> None:
    """Take these numbers from these articles."""
    if held:
        gone = sketches.delete().where(
            sketches.c.number == sa.bindparam("at"), sketches.c.article_id == sa.bindparam("of")
        )
        await connection.execute(gone, [{"at": number, "of": key} for number, key in held])


async def not_compared(connection: AsyncConnection, limit: int) -> list[str]:
    """Articles of an older store that have not been looked at yet, the earliest first."""
    query = sa.select(articles.c.id).where(~articles.c.compared).order_by(articles.c.id).limit(limit)
    return list(await connection.scalars(query))
