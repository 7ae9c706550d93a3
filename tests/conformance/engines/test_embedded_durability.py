"""The embedded engine's directory: killed, locked, damaged, foreign, shared."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from search.documents import encode
from search.embedded import EmbeddedEngine, shelf
from search.engine import Query, SearchUnavailable
from search.schema import ArticleDocument
from tests.conformance.engines.documents import article, ids

ROOT = Path(__file__).parents[3]

WRITER = """
import asyncio, sys
from pathlib import Path
from search.embedded import EmbeddedEngine
from tests.conformance.engines.documents import article

async def main():
    engine = EmbeddedEngine(Path(sys.argv[1]))
    await engine.prepare()
    for number in range(int(sys.argv[2]), 10_000):
        await engine.write("articles", put=[article(f"a{number}", "harbour")], remove=[f"a{number - 50}"])
        print(number, flush=True)

asyncio.run(main())
"""


async def opened(directory: Path, *, read_only: bool = False) -> EmbeddedEngine:
    engine = EmbeddedEngine(directory, read_only=read_only)
    await engine.prepare()
    return engine


def start_writer(directory: Path, first: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(directory), str(first)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def acknowledged(writer: subprocess.Popen[str], count: int) -> int:
    """Kill the writer after it acknowledged `count` writes, and return the last that it did."""
    assert writer.stdout is not None
    last = -1
    for _ in range(count):
        last = int(writer.stdout.readline())
    writer.send_signal(signal.SIGKILL)
    rest = writer.stdout.read().split("\n")
    writer.wait()
    writer.stdout.close()
    return max([last, *(int(line) for line in rest[:-1])])


async def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    first = 0
    for count in (3, 17, 60):
        writer = await asyncio.to_thread(start_writer, tmp_path, first)
        last = await asyncio.to_thread(acknowledged, writer, count)
        engine = await opened(tmp_path)
        held = await engine.revisions("articles", [f"a{number}" for number in range(last + 1)])
        assert set(held) >= {f"a{number}" for number in range(max(0, last - 48), last + 1)}
        assert f"a{last - 50}" not in held
        assert f"a{last}" in ids(await engine.search("articles", Query(q="harbour", limit=1000)))
        await engine.close()
        first = last + 1


async def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    first = await opened(tmp_path)
    with pytest.raises(SearchUnavailable, match="another process"):
        await opened(tmp_path)
    await first.close()
    await (await opened(tmp_path)).close()


async def test_a_reader_in_another_process_sees_every_commit_and_can_not_write(tmp_path: Path) -> None:
    writer, reader = await opened(tmp_path), EmbeddedEngine(tmp_path, read_only=True)
    await reader.prepare()
    for number in range(5):
        await writer.write("articles", put=[article(f"a{number}", "harbour")])
        assert (await reader.search("articles", Query(q="harbor"))).total == number + 1
    with pytest.raises(SearchUnavailable, match="reading only"):
        await reader.write("articles", remove=["a0"])
    await reader.close()
    await writer.close()


async def test_a_second_process_cannot_write_but_searches_what_the_first_commits(tmp_path: Path) -> None:
    first, second = await opened(tmp_path), EmbeddedEngine(tmp_path)
    with pytest.raises(SearchUnavailable, match="another process"):
        await second.prepare()
    await first.write("articles", put=[article("a", "harbour")])
    assert (await second.search("articles", Query(q="harbor"))).total == 1
    await second.ping()
    await second.close()
    await first.close()


async def test_a_reader_without_an_index_is_unavailable(tmp_path: Path) -> None:
    reader = EmbeddedEngine(tmp_path / "nothing", read_only=True)
    with pytest.raises(SearchUnavailable):
        await reader.prepare()
    with pytest.raises(SearchUnavailable):
        await reader.search("articles", Query())
    assert not (tmp_path / "nothing").exists()


async def test_searching_and_writing_before_preparing_is_unavailable(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    for call in (engine.search("articles", Query()), engine.ping(), engine.write("articles", remove=["a"])):
        with pytest.raises(SearchUnavailable):
            await call
    await engine.close()


async def test_a_closed_engine_is_unavailable_and_can_be_closed_again(tmp_path: Path) -> None:
    engine = await opened(tmp_path)
    await engine.close()
    await engine.close()
    for call in (engine.search("articles", Query()), engine.ping(), engine.write("articles", put=[article("a")])):
        with pytest.raises(SearchUnavailable):
            await call


def index_files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*") if path.is_file() and "articles" in path.parent.name)


async def written(directory: Path) -> None:
    engine = await opened(directory)
    await engine.write("articles", put=[article(f"a{number}", f"harbour {number}") for number in range(100)])
    await engine.close()


@pytest.mark.parametrize("damage", [b"", b"not what it was", b'{"index_settings": {}}'], ids=["empty", "text", "json"])
async def test_a_damaged_list_of_segments_means_an_empty_index(tmp_path: Path, damage: bytes) -> None:
    await written(tmp_path)
    next(path for path in index_files(tmp_path) if path.name == "meta.json").write_bytes(damage)
    engine = await opened(tmp_path)
    assert (await engine.search("articles", Query())).total == 0
    await engine.write("articles", put=[article("a", "harbour")])
    assert ids(await engine.search("articles", Query(q="harbour"))) == ["a"]
    await engine.close()


async def test_lost_segments_mean_an_empty_index(tmp_path: Path) -> None:
    await written(tmp_path)
    for path in index_files(tmp_path):
        if path.suffix in {".store", ".term", ".idx"}:
            path.unlink()
    engine = await opened(tmp_path)
    assert (await engine.search("articles", Query())).total == 0
    await engine.close()


@pytest.mark.parametrize("kind", [".store", ".term", ".idx", ".pos", ".fast"])
async def test_a_damaged_segment_never_stops_the_start(tmp_path: Path, kind: str) -> None:
    await written(tmp_path)
    for path in index_files(tmp_path):
        if path.suffix == kind:
            data = bytearray(path.read_bytes())
            data[: len(data) // 2] = os.urandom(len(data) // 2)
            path.write_bytes(data)
    engine = await opened(tmp_path)
    assert (await engine.search("articles", Query(q="harbour", facets=("year",)))).total == 0
    await engine.write("articles", put=[article("a", "harbour")])
    await engine.close()


async def test_damage_under_a_running_engine_is_unavailable_and_mended_by_the_next_start(tmp_path: Path) -> None:
    await written(tmp_path)
    reader = await opened(tmp_path, read_only=True)
    store = next(path for path in index_files(tmp_path) if path.suffix == ".store")
    with store.open("r+b") as file:
        file.write(os.urandom(store.stat().st_size // 2))
    with pytest.raises(SearchUnavailable):
        await reader.search("articles", Query(q="harbour"))
    await reader.close()
    engine = await opened(tmp_path)
    assert (await engine.search("articles", Query(q="harbour"))).total == 0
    await engine.close()


async def test_a_foreign_directory_is_set_aside_and_not_deleted(tmp_path: Path) -> None:
    await written(tmp_path)
    place = index_files(tmp_path)[0].parent
    for path in index_files(tmp_path):
        path.unlink()
    (place / "meta.json").write_text("holiday pictures")
    (place / "picture").write_text("do not lose me")
    await (await opened(tmp_path)).close()
    pictures = await asyncio.to_thread(lambda: [path.read_text() for path in tmp_path.rglob("picture")])
    assert pictures == ["do not lose me"]


async def test_a_write_that_waits_is_committed_before_closing(tmp_path: Path) -> None:
    engine = await opened(tmp_path)
    waiting = [asyncio.ensure_future(engine.write("articles", put=[article(f"a{number}")])) for number in range(20)]
    await asyncio.sleep(0)
    await engine.close()
    await asyncio.gather(*waiting)
    engine = await opened(tmp_path)
    assert (await engine.search("articles", Query())).total == 20
    await engine.close()


async def test_a_cancelled_caller_does_not_cancel_the_write(tmp_path: Path) -> None:
    engine = await opened(tmp_path)
    write = asyncio.ensure_future(engine.write("articles", put=[article("a")]))
    await asyncio.sleep(0)
    write.cancel()
    await engine.write("articles", put=[article("b")])
    assert (await engine.search("articles", Query())).total == 2
    await engine.close()


async def test_a_write_that_fails_leaves_nothing_behind_and_the_next_one_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = await opened(tmp_path)

    def fails_at_b(document: ArticleDocument) -> bytes:
        if document.id == "b":
            raise OSError("no space left on device")
        return encode(document)

    with monkeypatch.context() as patch:
        patch.setattr(shelf, "encode", fails_at_b)
        with pytest.raises(SearchUnavailable, match="no space left"):
            await engine.write("articles", put=[article("a"), article("b")])
    assert (await engine.search("articles", Query())).total == 0
    await engine.write("articles", put=[article("c")])
    assert ids(await engine.search("articles", Query())) == ["c"]
    await engine.close()
