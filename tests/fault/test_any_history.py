"""Whatever happens to an archive, in whatever order: in the end search holds what the store says, and nothing is lost.

More examples by `--archive-steps 200`.
"""

from __future__ import annotations

import asyncio
import tempfile
import uuid
from collections.abc import Iterator
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
from service.indexing import draining, reindex
from service.indexing.reconcile import Drift, Reconciling
from service.indexing.reindex import Reindex
from service.indexing.worker import Worker
from service.models import Draft
from service.store import articles, editing, outbox, quotes, rebuilds, writing
from service.store.corrections import Change, correct
from service.store.database import Database
from service.store.incoming import Incoming
from service.store.migrate import migrate
from service.store.tables import metadata
from tests.fault.archive import body, differing, drafted, expire_leases, held

NUMBERS = st.integers(0, 4)
VARIANTS = st.integers(0, 2)
CRASHES = st.sampled_from(["outbox.claimed", "outbox.half_written", "outbox.written", "outbox.settled"])
REBUILD_CRASHES = st.sampled_from(["reindex.begun", "reindex.built", "reindex.swapped", "outbox.written"])


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
def crashing(at: str) -> Iterator[None]:
    """Have the process die at a failpoint: nothing is tidied up."""

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
    """What was acknowledged is in `said`: by number, the variant, title and speaker that hold."""

    runner: asyncio.Runner
    database: Database
    engine: Switched

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[int, dict[str, Any]] = {}
        self.ids: dict[int, str] = {}

    def run(self, call: Any) -> Any:
        return self.runner.run(call)

    @initialize()
    def emptied(self) -> None:
        self.engine.is_down = False
        self.run(self._empty())

    async def _empty(self) -> None:
        async with self.database.write() as connection:
            for table in reversed(metadata.sorted_tables):
                await connection.execute(sa.delete(table))
        await self.engine.prepare()
        for name, documents in (await held(self.engine)).items():  # type: ignore[arg-type]  # an engine in all it does
            await self.engine.write(name, remove=list(documents))

    @rule(number=NUMBERS, variant=VARIANTS)
    def put_or_edit(self, number: int, variant: int) -> None:
        self.run(self._put(number, variant))

    async def _put(self, number: int, variant: int) -> None:
        made = drafted(number * 10 + variant)
        draft = Draft(body=made.draft.body, external_id=f"n{number}")
        async with self.database.write() as connection:
            (saved,) = await writing.save(connection, [Incoming(draft, made.quotes)])
        known = self.said.get(number)
        speaker = known["speaker"] if known and known["variant"] == variant else "una-morrow"
        self.ids[number] = saved.article_id  # type: ignore[union-attr]
        self.said[number] = {"variant": variant, "title": known and known["title"], "speaker": speaker}

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
        self.said[number]["speaker"] = None

    async def _correct(self, number: int) -> None:
        async with self.database.write() as connection:
            (quote,) = (await quotes.of_articles(connection, [self.ids[number]]))[self.ids[number]]
            await correct(connection, [quote.id], Change(speaker_id=None))

    @rule()
    def index(self) -> None:
        try:
            self.run(Worker(self.database, self.engine, batch=2).drain())  # type: ignore[arg-type]
        except SearchUnavailable:
            assert self.engine.is_down

    @rule(at=CRASHES)
    def crash_while_indexing(self, at: str) -> None:
        with crashing(at), suppress(Crashed):
            self.index()

    @rule()
    def reclaim(self) -> None:
        self.run(expire_leases(self.database))

    @precondition(lambda self: not self.engine.is_down)
    @rule()
    def build_anew(self) -> None:
        self.run(expire_leases(self.database))  # one that died holds another up only that long
        self.run(Reindex(self.database, self.engine, batch=3).run())  # type: ignore[arg-type]

    @precondition(lambda self: not self.engine.is_down)
    @rule(at=REBUILD_CRASHES)
    def crash_while_building_anew(self, at: str) -> None:
        with crashing(at), suppress(Crashed):
            self.build_anew()

    @rule(is_down=st.booleans())
    def go_down_or_up(self, is_down: bool) -> None:
        self.engine.is_down = is_down

    @precondition(lambda self: not self.engine.is_down)
    @rule()
    def lose_a_document(self) -> None:
        self.run(self._lose())

    async def _lose(self) -> None:
        for name, documents in (await held(self.engine)).items():  # type: ignore[arg-type]
            await self.engine.write(name, remove=sorted(documents)[:1])
        await expire_leases(self.database)
        await Reconciling(self.database, self.engine).run()  # type: ignore[arg-type]

    def teardown(self) -> None:
        self.engine.is_down = False
        self.run(self._agree())

    async def _agree(self) -> None:
        await expire_leases(self.database)
        async with self.database.write() as connection:
            await rebuilds.forget_dead(connection)
        await Worker(self.database, self.engine, batch=2).drain()  # type: ignore[arg-type]
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
            assert (quote.speaker and quote.speaker.id) == said["speaker"]


@pytest.mark.parametrize("kind", ["embedded", "meilisearch"])
def test_in_the_end_search_holds_what_the_store_says(request: pytest.FixtureRequest, kind: str) -> None:
    with tempfile.TemporaryDirectory() as name, asyncio.Runner() as runner:
        folder = Path(name)
        database = Database(f"sqlite+aiosqlite:///{folder / 'store.db'}")
        runner.run(migrate(database))
        engine: Any
        if kind == "embedded":
            engine = EmbeddedEngine(folder / "search")
        else:
            url, key = request.getfixturevalue("meilisearch")
            engine = MeilisearchEngine(url, key, prefix=f"h{uuid.uuid4().hex[:12]}", timeout=30)

        class Mine(Archive):
            pass

        Mine.runner, Mine.database, Mine.engine = runner, database, Switched(engine)
        count = request.config.getoption("--archive-steps")
        run_state_machine_as_test(
            Mine,
            settings=settings(
                max_examples=count,
                stateful_step_count=12,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                database=None,
            ),
        )
        runner.run(engine.close())
        runner.run(database.close())
