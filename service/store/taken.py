"""What was taken in already: digests of what was handed in, each with the article that it became."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from service.store.inserting import add_missing
from service.store.tables import articles, taken


async def articles_of(connection: AsyncConnection, digests: Sequence[bytes]) -> dict[bytes, str]:
    """The ids of the articles that these became, of those that are stored still."""
    query = sa.select(taken.c.digest, taken.c.article_id).where(taken.c.digest.in_(digests))
    return {bytes(row[0]): row[1] for row in await connection.execute(query)}


async def note(connection: AsyncConnection, became: Mapping[bytes, str]) -> None:
    """Note which article each of these became. One that is no more is left out."""
    there = set(await connection.scalars(sa.select(articles.c.id).where(articles.c.id.in_(set(became.values())))))
    rows = [{"digest": digest, "article_id": key} for digest, key in became.items() if key in there]
    await add_missing(connection, taken, rows)
