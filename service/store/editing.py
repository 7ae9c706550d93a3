"""What a person changes on an article that is there: the whole of it, or some of its metadata."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from service.models import ArticlePatch, Draft
from service.store.attribution import quote_rows
from service.store.incoming import Incoming
from service.store.known import Known, also_known_as
from service.store.revising import at_revision, revise
from service.store.rows import COLUMNS, CONTENT, article_row, refingerprinted
from service.store.writing import add_names

FIELDS = ArticlePatch.__struct_fields__
"""The metadata that can be corrected."""


class Clash(Exception):
    """What a field says belongs to another stored article: `external_id`, `url`, or `words` (with the outlet)."""

    def __init__(self, field: str, holder: str) -> None:
        super().__init__(f"belongs to another stored article, {holder}")
        self.field = field


async def replace(
    connection: AsyncConnection, article_id: str, incoming: Incoming, *, expected: Collection[int] | None
) -> None:
    """Make the article what `incoming` says and nothing else; corrections before it are gone.

    What is the same already makes no new revision. Raises `Stale` when the article is at none of the `expected`
    revisions, and `Clash`.
    """
    stored = await at_revision(connection, article_id, expected)
    if stored is None:
        return
    changed = article_row(incoming.draft) | {"corrected": []}
    await _check(connection, article_id, changed)
    if any(changed[column] != stored[column] for column in (*CONTENT, "corrected")):
        await add_names(connection, [incoming])
        said = await quote_rows(connection, [(changed | {"id": article_id}, incoming.quotes)])
        await revise(connection, stored, changed, said)


async def correct(
    connection: AsyncConnection,
    article_id: str,
    fields: Collection[str],
    draft: Draft,
    *,
    expected: Collection[int] | None,
) -> None:
    """Set these `FIELDS` to what `draft` says, for good: no page that is ingested changes them.

    Raises as `replace`. The words of a draft do not matter here.
    """
    stored = await at_revision(connection, article_id, expected)
    if stored is None:
        return
    said = article_row(draft)
    columns = {column: said[column] for field in fields for column in COLUMNS.get(field, (field,))}
    corrected = sorted({*stored["corrected"], *fields})
    changed = refingerprinted(stored | columns | {"corrected": corrected})
    await _check(connection, article_id, changed)
    if changed == stored:
        return
    if changed["fingerprint"] != stored["fingerprint"]:  # the page may come again under the outlet that it had
        await also_known_as(connection, article_id, fingerprint=stored["fingerprint"])
    await add_names(connection, [Incoming(draft, [])])
    await revise(connection, stored, changed, None)


async def _check(connection: AsyncConnection, article_id: str, row: dict[str, Any]) -> None:
    """Raise `Clash` for what belongs to another article."""
    owners = (await Known.of(connection, [row])).owners(row)
    for field in ("external_id", "url", "words"):
        holder = getattr(owners, field)
        if holder not in {None, article_id}:
            raise Clash(field, holder)
