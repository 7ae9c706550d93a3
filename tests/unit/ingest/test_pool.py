"""Extraction in processes: the same in the same order, in bounded memory, whatever happens to a process."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from datetime import datetime
from pathlib import Path

import pytest
import uvloop

from service.errors import OnRecordError
from service.ingest.items import Found, Item, Refused
from service.ingest.pool import CHUNK, Pool
from service.models import ArticleIn, Extraction

MORTAL = (sys.executable, "-P", str(Path(__file__).with_name("mortal_extractor.py")))


def article(number: int) -> ArticleIn:
    return ArticleIn(body=f"Report {number}. “We counted {number} boats,” said Ada Brandt, the harbour master.")


def bodies(*texts: str) -> list[Item[int]]:
    return [(number, ArticleIn(body=text)) for number, text in enumerate(texts)]


_others: set[int] = set()
"""Children of a service that other tests of this process share."""


@pytest.fixture(autouse=True)
def only_ours() -> None:
    _others.clear()
    _others.update(children())


def children(pid: int | None = None) -> set[int]:
    found = subprocess.run(
        ["ps", "-ww", "--ppid", str(pid or os.getpid()), "-o", "pid=,args="],
        capture_output=True,
        text=True,
        check=False,  # it ends with 1 when there is none
    )
    return {int(line.split()[0]) for line in found.stdout.splitlines() if "extractor" in line} - _others


async def extracted(pool: Pool, items: list[Item[int]], outlet: str | None = None) -> list[Found[int]]:
    return [found async for found in pool.extract_all(items, outlet=outlet)]


async def mortal(items: list[Item[int]], seconds: float = 60) -> list[Extraction | Refused]:
    async with Pool(2, max_chars=1_000, seconds=seconds, command=MORTAL) as pool:
        found = await extracted(pool, items)
    assert [place for place, _ in found] == [place for place, _ in items]
    assert children() == set()
    return [what for _, what in found]


async def test_processes_find_what_this_process_finds_in_the_order_of_the_items() -> None:
    dated = ArticleIn(body="“Yes,” he said.", published_at="2024-03-04T05:06:07+05:30", outlet="The Ledger")
    items: list[Item[int]] = [(number, article(number)) for number in range(CHUNK * 7 + 3)]
    items += [(-1, Refused("was refused before")), (-2, dated), (-3, ArticleIn(body=" ")), (-4, ArticleIn(title="No"))]
    items += [
        (-5, ArticleIn(body="x" * 1_001)),
        (-6, ArticleIn(body="Half \ud83d.")),
        (-7, ArticleIn(body="A.", title="")),
    ]
    async with Pool(1, max_chars=1_000) as here, Pool(3, max_chars=1_000) as there:
        expected = await extracted(here, items, "The Courier")
        assert await extracted(there, items, "The Courier") == expected
        assert children()  # they wait for more
    assert children() == set()
    assert [place for place, _ in expected] == [place for place, _ in items]
    found = dict(expected)
    first, kept = found[0], found[-2]
    assert isinstance(first, Extraction)
    assert isinstance(kept, Extraction)
    assert (first.article.outlet, kept.article.outlet) == ("The Courier", "The Ledger")
    assert [quote.speaker for quote in first.quotes] == ["Ada Brandt"]
    assert kept.article.published_at == datetime.fromisoformat("2024-03-04T05:06:07+05:30")
    assert found[-1] == Refused("was refused before")
    assert found[-3] == Refused("/body has no readable text")
    assert all(isinstance(found[place], Refused) for place in range(-7, -2))


async def test_what_kills_its_process_twice_is_refused_with_the_reason_and_takes_nothing_with_it() -> None:
    texts = [f"Number {number}." for number in range(CHUNK * 3)]
    texts[5] = "Die."
    texts[CHUNK + 1] = "Leave."
    found = await mortal(bodies(*texts))
    refused = {number: what.reason for number, what in enumerate(found) if isinstance(what, Refused)}
    assert refused == {
        5: "cannot be read: the process that tried to, twice, was ended by SIGKILL",
        CHUNK + 1: "cannot be read: the process that tried to, twice, ended with code 3",
    }


async def test_an_article_whose_process_died_by_chance_is_read_by_another(tmp_path: Path) -> None:
    found = await mortal(bodies("One.", f"Once. {tmp_path / 'mark'}", "Two."))
    assert [isinstance(what, Extraction) for what in found] == [True, True, True]


async def test_an_article_that_takes_too_long_is_refused_and_the_rest_goes_on() -> None:
    found = await mortal(bodies("One.", "Sleep.", "Two."), seconds=2)
    assert [isinstance(what, Extraction) for what in found] == [True, False, True]
    assert found[1] == Refused("cannot be read in 2 seconds")


async def test_what_a_library_prints_does_not_end_up_among_the_answers() -> None:
    (found,) = await mortal(bodies("Print. It rains."))
    assert isinstance(found, Extraction)


async def until_known_to_be_dead(pool: Pool) -> None:
    while any(process.lives for process in pool._idle):  # noqa: ASYNC110 - what is waited for is outside of this process
        await asyncio.sleep(0.01)


async def test_processes_killed_from_outside_between_two_uses_are_replaced() -> None:
    async with Pool(2, max_chars=1_000) as pool:
        await extracted(pool, bodies(*["One."] * CHUNK * 2))
        before = children()
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        await until_known_to_be_dead(pool)
        found = await extracted(pool, bodies(*["Two."] * CHUNK * 2))
        assert all(isinstance(what, Extraction) for _, what in found)
        assert before
        assert not before & children()


async def test_processes_that_died_while_they_waited_cost_no_article() -> None:
    async with Pool(2, max_chars=1_000) as pool:
        await extracted(pool, bodies(*["One."] * CHUNK * 2))
        for pid in children():
            os.kill(pid, signal.SIGKILL)
        await until_known_to_be_dead(pool)
        ((_, found),) = await extracted(pool, bodies("Two."))
        assert isinstance(found, Extraction)


async def test_processes_that_cannot_start_are_an_error_not_a_refusal_of_every_article() -> None:
    async with Pool(2, max_chars=1_000, command=(*MORTAL, "broken")) as pool:
        with pytest.raises(OnRecordError, match="can't be started: it ended with code 7"):
            await extracted(pool, bodies("One."))


@pytest.mark.parametrize("workers", [1, 2])
async def test_items_are_asked_for_only_as_fast_as_results_are_taken(workers: int) -> None:
    asked = 0

    def endless() -> Iterator[Item[int]]:
        nonlocal asked
        while True:
            asked += 1
            yield asked, article(asked)

    async def endless_too() -> AsyncIterator[Item[int]]:
        for item in endless():
            yield item

    for items in (endless(), endless_too()):
        asked = 0
        async with Pool(workers, max_chars=1_000) as pool, aclosing(pool.extract_all(items)) as results:
            taken = [(await anext(results))[0] for _ in range(100)]
            await asyncio.sleep(0.2)
            assert taken == list(range(1, 101))
            assert asked <= 100 + (workers * 3 + 1) * CHUNK
    assert children() == set()


async def test_an_iterable_that_fails_says_so_and_leaves_no_process_behind() -> None:
    def failing() -> Iterator[Item[int]]:
        yield from bodies(*["One."] * CHUNK * 4)
        raise LookupError("a bug")

    async with Pool(2, max_chars=1_000) as pool:
        with pytest.raises(LookupError):
            async for _ in pool.extract_all(failing()):
                pass
    assert children() == set()


async def test_cancelling_in_the_middle_ends_the_processes() -> None:
    async def work() -> None:
        async with Pool(2, max_chars=1_000, command=MORTAL) as pool:
            await extracted(pool, bodies(*["Sleep."] * 100))

    task = asyncio.create_task(work())
    while len(children()) < 2:  # noqa: ASYNC110 - what is waited for is outside of this process
        await asyncio.sleep(0.05)
    await asyncio.sleep(1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert children() == set()


def test_the_server_event_loop_can_run_them_too() -> None:
    async def work() -> list[Found[int]]:
        async with Pool(2, max_chars=1_000) as pool:
            return await extracted(pool, bodies("One.", "Two."))

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        found = runner.run(work())
    assert all(isinstance(what, Extraction) for _, what in found)


def test_a_killed_parent_leaves_no_process_behind(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import asyncio\nfrom itertools import repeat\nfrom service.ingest.pool import Pool\n"
        "from service.models import ArticleIn\n"
        "async def main():\n"
        "    async with Pool(2, max_chars=1000) as pool:\n"
        "        async for _ in pool.extract_all(repeat((1, ArticleIn(body='One.')))):\n"
        "            pass\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen([sys.executable, str(script)]) as parent:
        until = time.monotonic() + 30
        while len(pids := children(parent.pid)) < 2:
            assert time.monotonic() < until
            time.sleep(0.05)
        parent.kill()
    until = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() < until
        time.sleep(0.05)
