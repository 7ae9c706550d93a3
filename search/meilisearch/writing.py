"""Writing: batches sent one behind the other, then waited for; only what the server really took is a success."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from meilisearch_python_sdk import AsyncClient
from meilisearch_python_sdk.index import AsyncIndex
from msgspec import Struct

from search.documents import MAX_DOCUMENT_BYTES, can_be_held, encode
from search.engine import Refusal, SearchUnavailable
from search.meilisearch.connection import translated
from search.meilisearch.membership import revisions
from search.meilisearch.tasks import blames_the_input, finished, reason
from search.schema import Document
from search.symbols import swapped

MAX_BATCH_BYTES = MAX_DOCUMENT_BYTES
MAX_BATCH_DOCUMENTS = 5_000


class _Encoded(Struct, frozen=True):
    id: str
    revision: int
    data: bytes


Batch = Sequence[_Encoded]


class Writer:
    """Writes to one index; gives up with `SearchUnavailable` when tasks take longer than `timeout` seconds."""

    def __init__(self, client: AsyncClient, uid: str, timeout: float) -> None:
        self._client = client
        self._index: AsyncIndex = client.index(uid)
        self._timeout = timeout

    async def write(self, put: Sequence[Document], remove: Sequence[str]) -> list[Refusal]:
        """Put and remove documents, and return those that can't be taken."""
        refusals, good = _encoded(put)
        removal = await self._remove(remove)
        refusals += await self._put(list(_batches(good)))
        if removal is not None:
            await self._removed(removal, remove)
        return refusals

    async def _put(self, batches: Sequence[Batch]) -> list[Refusal]:
        """Write batches; one that fails for a document in it is halved until only such documents are left out."""
        uids = [await self._send(batch) for batch in batches]
        tasks = await finished(self._client, uids, self._timeout)
        refusals: list[Refusal] = []
        again: list[Batch] = []
        for uid, batch in zip(uids, batches, strict=True):
            task = tasks.get(uid)
            if task is None:
                await self._verify(batch)
            elif task.status == "failed" and blames_the_input(task):
                if len(batch) == 1:
                    refusals.append(Refusal(batch[0].id, reason(task)))
                else:
                    again += (batch[: len(batch) // 2], batch[len(batch) // 2 :])
            elif task.status != "succeeded":
                raise SearchUnavailable(f"Meilisearch did not write: {task.status}: {reason(task)}")
        return refusals + await self._put(again) if again else refusals

    async def _send(self, batch: Batch) -> int:
        with translated("writing documents"):
            raw = [msgspec.Raw(document.data) for document in batch]
            task = await self._index.add_documents(raw, primary_key="id")  # type: ignore[arg-type]  # encoded by msgspec
        return task.task_uid

    async def _remove(self, remove: Sequence[str]) -> int | None:
        keys = [key for key in remove if can_be_held(key)]
        if not keys:
            return None
        with translated("removing documents"):
            return (await self._index.delete_documents(keys)).task_uid

    async def _removed(self, uid: int, remove: Sequence[str]) -> None:
        task = (await finished(self._client, [uid], self._timeout)).get(uid)
        if task is None:
            if await revisions(self._index, remove):
                raise SearchUnavailable("Meilisearch does not know a task that was to remove documents")
        elif task.status != "succeeded":
            raise SearchUnavailable(f"Meilisearch did not remove: {task.status}: {reason(task)}")

    async def _verify(self, batch: Batch) -> None:
        """Return if the index holds a batch whose task is gone: pruned once finished, or lost with the disk."""
        held = await revisions(self._index, [document.id for document in batch])
        if any(held.get(document.id) != document.revision for document in batch):
            raise SearchUnavailable("Meilisearch does not know a task, nor hold the documents it was to write")


def _encoded(put: Sequence[Document]) -> tuple[list[Refusal], list[_Encoded]]:
    refusals: list[Refusal] = []
    good: list[_Encoded] = []
    for document in put:
        try:
            good.append(_Encoded(document.id, document.revision, swapped(encode(document).decode()).encode()))
        except ValueError as error:
            refusals.append(Refusal(document.id, str(error)))
    return refusals, good


def _batches(documents: Sequence[_Encoded]) -> Iterator[Batch]:
    batch: list[_Encoded] = []
    size = 0
    for document in documents:
        if batch and (size + len(document.data) > MAX_BATCH_BYTES or len(batch) == MAX_BATCH_DOCUMENTS):
            yield batch
            batch, size = [], 0
        batch.append(document)
        size += len(document.data) + 1
    if batch:
        yield batch
