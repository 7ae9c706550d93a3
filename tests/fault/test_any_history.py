"""Whatever happens to an archive, in whatever order: in the end search holds what the store says, and nothing is lost.

More of them by `--histories 1000`.
"""

from __future__ import annotations

import asyncio
import tempfile
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from search.embedded import EmbeddedEngine
from search.engine import SearchUnavailable
from search.meilisearch import MeilisearchEngine
from search.meilisearch.tasks import finished
from search.schema import INDEXES, IndexName
from service.indexing import draining, reindex
from service.indexing.reconcile import Drift, Reconciling
from service.indexing.reindex import Reindex
from service.indexing.worker import Worker
from service.models import Draft
from service.store import articles, editing, outbox, quotes, rebuilds, writing
from service.store.corrections import Change, correct
from service.store.database import Database
from service.store.incoming import Incoming
from service.store.tables import metadata
from tests.fault.archive import body, differing, drafted, expire_leases, held
from tests.templates import new_store

NUMBERS = st.integers(0, 4)
VARIANTS = st.integers(0, 2)
CRASHES = st.sampled_from([None, "outbox.claimed", "outbox.half_written", "outbox.written", "outbox.settled"])
REBUILD_CRASHES = st.sampled_from([None, "reindex.begun", "reindex.built", "reindex.swapped", "outbox.written"])


class Crashed(BaseException):
    """What a SIGKILL is to those who test in one process."""


class Switched:
    """An engine that is down when it is told to be."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.is_down = False

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.engine, name)
        return self._down if self.is_down and callable(found) else found

    async def _down(self, *_: object, **__: object) -> None:
        raise SearchUnavailable("down")


@contextmanager
def crashing(at: str | None) -> Iterator[None]:
    """Have the process die at a failpoint, if at any: nothing is tidied up."""
    if at is None:
        yield
        return

    def failpoint(name: str) -> None:
        if name == at:
            raise Crashed

    @asynccontextmanager
    async def kept(*_: object) -> Any:
        yield

    async def end(*_: object) -> None:
        raise Crashed

    with pytest.MonkeyPatch.context() as patch:
        for module in (draining, reindex):
            patch.setattr(module, "failpoint", failpoint)
            patch.setattr(module, "kept", kept)
        same = {name: getattr(rebuilds, name) for name in ("begin", "current", "went_live")}
        patch.setattr(reindex, "rebuilds", SimpleNamespace(**same, end=end))
        yield


class Archive(RuleBasedStateMachine):
    """What was acknowledged is in `said`: by number, the variant and title that hold.

    `corrected` are the variants whose quote somebody has corrected: when its words come back, the correction does.
    """

    runner: asyncio.Runner
    database: Database
    engine: Switched
    clear: Callable[[], Awaitable[None]]
    """Empties the engine's indexes."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[int, dict[str, Any]] = {}
        self.ids: dict[int, str] = {}

    def run(self, call: Any) -> Any:
        return self.runner.run(call)

    @initialize(numbers=st.sets(NUMBERS, max_size=3))
    def begun(self, numbers: set[int]) -> None:
        self.engine.is_down = False
        self.run(self._empty())
        for number in numbers:
            self.put_or_edit(number, 0)

    async def _empty(self) -> None:
        async with self.database.write() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None
            for table in reversed(metadata.sorted_tables):
                await driver.execute(str(sa.delete(table)))
        await self.engine.prepare()
        await self.clear()

    @rule(number=NUMBERS, variant=VARIANTS)
    def put_or_edit(self, number: int, variant: int) -> None:
        self.run(self._put(number, variant))

    async def _put(self, number: int, variant: int) -> None:
        made = drafted(number * 10 + variant)
        draft = Draft(body=made.draft.body, external_id=f"n{number}")
        async with self.database.write() as connection:
            (saved,) = await writing.save(connection, [Incoming(draft, made.quotes)])
        known = self.said.get(number)
        self.ids[number] = saved.article_id  # type: ignore[union-attr]
        corrected = known["corrected"] if known else set()
        self.said[number] = {"variant": variant, "title": known and known["title"], "corrected": corrected}

    @precondition(lambda self: self.said)
    @rule(data=st.data(), title=st.sampled_from(["First", "Second"]))
    def patch(self, data: st.DataObject, title: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.said)))
        self.run(self._patch(number, title))
        self.said[number]["title"] = title

    async def _patch(self, number: int, title: str) -> None:
        async with self.database.write() as connection:
            draft = Draft(body="", title=title)
            await editing.correct(connection, self.ids[number], ["title"], draft, expected=None)

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.said)))
        self.run(self._delete(number))
        del self.said[number]

    async def _delete(self, number: int) -> None:
        async with self.database.write() as connection:
            assert await writing.delete(connection, self.ids.pop(number))

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def say_that_nobody_knows_who_said_it(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.said)))
        self.run(self._correct(number))
        self.said[number]["corrected"].add(self.said[number]["variant"])

    async def _correct(self, number: int) -> None:
        async with self.database.write() as connection:
            (quote,) = (await quotes.of_articles(connection, [self.ids[number]]))[self.ids[number]]
            await correct(connection, [quote.id], Change(speaker_id=None))

    @rule(at=CRASHES)
    def index(self, at: str | None) -> None:
        with crashing(at), suppress(Crashed):
            try:
                self.run(Worker(self.database, self.engine, batch=3).drain())  # type: ignore[arg-type]
            except SearchUnavailable:
                assert self.engine.is_down

    @rule()
    def reclaim(self) -> None:
        self.run(expire_leases(self.database))

    @precondition(lambda self: not self.engine.is_down)
    @rule(at=REBUILD_CRASHES)
    def build_anew(self, at: str | None) -> None:
        self.run(expire_leases(self.database))  # one that died holds another up only that long
        with crashing(at), suppress(Crashed):
            self.run(Reindex(self.database, self.engine, batch=3).run())  # type: ignore[arg-type]

    @rule(is_down=st.booleans())
    def go_down_or_up(self, is_down: bool) -> None:
        self.engine.is_down = is_down

    @precondition(lambda self: not self.engine.is_down)
    @rule(index=st.sampled_from(sorted(INDEXES)))
    def lose_a_document(self, index: IndexName) -> None:
        self.run(self._lose(index))

    async def _lose(self, index: IndexName) -> None:
        there = (await held(self.engine))[index]  # type: ignore[arg-type]  # an engine in all it does
        await self.engine.write(index, remove=sorted(there)[:1])
        await expire_leases(self.database)
        await Reconciling(self.database, self.engine).run()  # type: ignore[arg-type]

    def teardown(self) -> None:
        self.engine.is_down = False
        self.run(self._agree())

    async def _agree(self) -> None:
        await expire_leases(self.database)
        async with self.database.write() as connection:
            await rebuilds.forget_dead(connection)
        await Worker(self.database, self.engine, batch=5).drain()  # type: ignore[arg-type]
        assert await differing(self.database, self.engine) == []  # type: ignore[arg-type]
        assert await Reconciling(self.database, self.engine).run() == Drift()  # type: ignore[arg-type]
        async with self.database.read() as connection:
            assert await outbox.waiting(connection) == 0
            kept = await articles.by_ids(connection, list(self.ids.values()))
            quoted = await quotes.of_articles(connection, list(kept))
        assert set(kept) == set(self.ids.values())
        for number, said in self.said.items():
            article = kept[self.ids[number]]
            assert (article.body, article.title) == (body(number * 10 + said["variant"]), said["title"])
            assert article.searchable
            (quote,) = quoted[article.id]
            speaker = None if said["variant"] in said["corrected"] else "una-morrow"
            assert (quote.speaker and quote.speaker.id) == speaker


@asynccontextmanager
async def opened(kind: str, folder: Path, request: pytest.FixtureRequest) -> AsyncIterator[type[Archive]]:
    """An archive on an engine of this kind. It is in memory as far as it can be: no test of this file cuts power."""
    database = Database(f"sqlite+aiosqlite:///{new_store(folder)}")
    engine: Any

    async def clear() -> None:
        for name, documents in (await held(engine)).items():
            await engine.write(name, remove=list(documents))

    async def clear_meilisearch() -> None:  # a task that costs a tenth of what removing does
        tasks = [(await client.index(uid).delete_all_documents()).task_uid for uid in engine._uids.values()]
        await finished(client, tasks, 30)

    if kind == "embedded":
        engine = EmbeddedEngine(folder / "search")
    else:
        url, key = request.getfixturevalue("meilisearch")
        engine = MeilisearchEngine(url, key, prefix=f"h{uuid.uuid4().hex[:12]}", timeout=30)
        client, clear = engine._client, clear_meilisearch

    class Mine(Archive):
        pass

    Mine.database, Mine.engine, Mine.clear = database, Switched(engine), staticmethod(clear)  # type: ignore[assignment]
    yield Mine
    await engine.close()
    await database.close()


@pytest.mark.parametrize("kind", ["embedded", "meilisearch"])
def test_in_the_end_search_holds_what_the_store_says(
    request: pytest.FixtureRequest, kind: str, record_property: Callable[[str, object], None]
) -> None:
    histories = request.config.getoption("--histories")
    in_memory = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of its own in it
    with tempfile.TemporaryDirectory(dir=in_memory) as name, asyncio.Runner() as runner:
        opening = opened(kind, Path(name), request)
        archive = runner.run(opening.__aenter__())
        archive.runner = runner
        run_state_machine_as_test(
            archive,
            settings=settings(
                max_examples=histories,
                stateful_step_count=10,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                database=None,
            ),
        )
        runner.run(opening.__aexit__(None, None, None))
    record_property(
        "figures", f"{kind}: {histories} histories of an archive; in the end search held what the store said"
    )
