"""Articles that are nearly the same: each is linked to the first of its group, its root, and is like that very one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from service.likeness import Text, sketch
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
    """Finds the group of one article after the other, among those that are stored and those that it has placed."""

    def __init__(self, connection: AsyncConnection, roots: Iterable[tuple[int, str]]) -> None:
        self._connection = connection
        self._roots: defaultdict[int, list[str]] = defaultdict(list)
        self._texts: dict[str, Text] = {}
        self._rows: list[dict[str, Any]] = []
        for number, root in roots:
            self._roots[number].append(root)

    @classmethod
    async def among(cls, connection: AsyncConnection, pieces: Sequence[Piece], leaving: Collection[str] = ()) -> Places:
        """Look up who shares numbers with any of these; `leaving` are articles that are to be placed themselves."""
        out = {*leaving, *(piece.article_id for piece in pieces)}
        held: list[tuple[int, str]] = []
        wanted = sorted({number for piece in pieces for number in piece.sketch})
        for first in range(0, len(wanted), _NUMBERS_AT_ONCE):
            numbers = wanted[first : first + _NUMBERS_AT_ONCE]
            rows = await connection.execute(
                sa.select(sketches.c.number, articles.c.id, articles.c.duplicate_of)
                .join_from(sketches, articles, sketches.c.article_id == articles.c.id)
                .where(sketches.c.number.in_(numbers))
            )
            held += [(number, root or key) for number, key, root in rows if key not in out and root not in out]
        return cls(connection, held)

    async def place(self, piece: Piece) -> Link:
        """The article's link; later pieces can be linked to it, or to its root."""
        self._texts[piece.article_id] = mine = Text(piece.body, truncated=piece.truncated)
        best = Link()
        for root in self._candidates(piece):
            similarity = mine.similarity(await self._text(root))
            if similarity is not None and similarity > (best.similarity or 0):
                best = Link(root, similarity)
        if best.duplicate_of:
            del self._texts[piece.article_id]  # what follows is compared with the root
        for number in piece.sketch:
            if len(self._roots[number]) < MOST_HOLDERS:
                self._roots[number].append(best.duplicate_of or piece.article_id)
                self._rows.append({"number": number, "article_id": piece.article_id})
        return best

    def _candidates(self, piece: Piece) -> list[str]:
        """The roots worth a look, those that share most first, then the earliest."""
        shared: Counter[str] = Counter()
        worth: set[str] = set()
        for number in piece.sketch:
            roots = set(self._roots[number])
            worth |= roots if len(roots) <= _TELLING else {root for root in roots if shared[root]}
            shared.update(roots)
        return sorted(worth, key=lambda root: (-shared[root], root))[:_LOOKED_AT]

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
        if self._rows:
            insert = sqlite.insert if self._connection.dialect.name == "sqlite" else postgresql.insert
            await self._connection.execute(insert(sketches).on_conflict_do_nothing(), self._rows)


async def roots_of(connection: AsyncConnection, ids: Collection[str]) -> set[str]:
    """Those of these articles that others are linked to."""
    query = sa.select(articles.c.duplicate_of).distinct().where(articles.c.duplicate_of.in_(ids))
    return {root for root in await connection.scalars(query) if root}


async def part(connection: AsyncConnection, stored: Mapping[str, Any]) -> list[str]:
    """Take an article that changes or goes out of its group; returns the ids of those that were linked to it.

    They, and the article itself if it stays, are then to be placed by `settle`.
    """
    numbers = sketch(stored["body"])
    gone = sa.and_(sketches.c.number.in_(numbers), sketches.c.article_id == stored["id"])
    await connection.execute(sketches.delete().where(gone))
    linked = sa.select(articles.c.id).where(articles.c.duplicate_of == stored["id"]).order_by(articles.c.id)
    return list(await connection.scalars(linked))


async def settle(connection: AsyncConnection, ids: Sequence[str]) -> set[str]:
    """Place these stored articles anew, in this order; returns every article whose group is another now."""
    waiting = set(ids)
    moved: set[str] = set()
    for first in range(0, len(ids), _ARTICLES_AT_ONCE):
        some = ids[first : first + _ARTICLES_AT_ONCE]
        query = sa.select(*(articles.c[name] for name in ("id", "body", "truncated", "duplicate_of", "similarity")))
        found = await connection.execute(query.where(articles.c.id.in_(some)))
        rows = {row["id"]: dict(row) for row in found.mappings()}
        pieces = [Piece.of(rows[key]) for key in some if key in rows]
        places = await Places.among(connection, pieces, leaving=waiting)
        for piece in pieces:
            link, before = await places.place(piece), rows[piece.article_id]
            if link != Link(before["duplicate_of"], before["similarity"]):
                moved |= {key for key in (piece.article_id, link.duplicate_of, before["duplicate_of"]) if key}
            values = {"duplicate_of": link.duplicate_of, "similarity": link.similarity, "compared": True}
            await connection.execute(articles.update().where(articles.c.id == piece.article_id).values(values))
        await places.keep()
        waiting -= set(some)
    return moved


async def not_compared(connection: AsyncConnection, limit: int) -> list[str]:
    """Articles of an older store that have not been looked at yet, the earliest first."""
    query = sa.select(articles.c.id).where(~articles.c.compared).order_by(articles.c.id).limit(limit)
    return list(await connection.scalars(query))
