"""Whatever happens to Meilisearch, its adapter says `SearchUnavailable` or `SearchRejected`, and recovers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager

import pytest

from search import documents
from search.engine import OneOf, Query, SearchUnavailable
from search.meilisearch import MeilisearchEngine
from tests.conformance.engines.documents import article, ids
from tests.servers import NOT_OURS, Access, MeilisearchServer, binary

Call = Callable[[MeilisearchEngine], Awaitable[object]]

CALLS: dict[str, Call] = {
    "prepare": lambda engine: engine.prepare(),
    "write": lambda engine: engine.write("articles", put=[article("a")], remove=["b"]),
    "search": lambda engine: engine.search("articles", Query(q="two words", facets=("year",))),
    "revisions": lambda engine: engine.revisions("articles", ["a"]),
    "ping": lambda engine: engine.ping(),
}


def http(body: str, status: str = "200 OK", kind: str = "application/json") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


ANSWERS = {
    "bad gateway with a page": http("<html>bad gateway</html>", "502 Bad Gateway", "text/html"),
    "unavailable": http('{"message":"x","code":"internal","type":"internal"}', "503 Service Unavailable"),
    "wrong key": http('{"message":"x","code":"invalid_api_key","type":"auth"}', "403 Forbidden"),
    "too many": http('{"message":"x","code":"too_many_search_requests","type":"system"}', "429 Too Many Requests"),
    "no such index": http('{"message":"x","code":"index_not_found","type":"invalid_request"}', "404 Not Found"),
    "another service": http("<html>hello</html>", kind="text/html"),
    "another JSON": http('{"hello": "world"}'),
    "a list": http("[1, 2]"),
    "null": http("null"),
    "broken JSON": http('{"results": [{"hits"'),
    "not UTF-8": b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n"\xff\xfe"',
    "a redirect": http("", "302 Found"),
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
    "nothing": b"",
    "half an answer": b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{",
}


@asynccontextmanager
async def answering(answer: bytes | None) -> AsyncIterator[str]:
    """A server that gives one answer to everything, or none at all."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.read(65_536)
            if answer is None:
                await asyncio.sleep(30)
            writer.write(answer or b"")
            await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


@asynccontextmanager
async def opened(url: str, key: str | None = None, prefix: str = "failures") -> AsyncIterator[MeilisearchEngine]:
    engine = MeilisearchEngine(url, key, prefix=prefix, timeout=2)
    try:
        yield engine
    finally:
        await engine.close()


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
async def test_no_answer_leaks_an_error_of_the_client(answer: bytes, call: Call) -> None:
    async with answering(answer) as url, opened(url) as engine:
        with pytest.raises(SearchUnavailable):
            await call(engine)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
async def test_a_refused_connection_is_unavailable(call: Call) -> None:
    async with opened("http://127.0.0.1:9") as engine:
        with pytest.raises(SearchUnavailable):
            await call(engine)


@pytest.mark.parametrize("url", ["http://no-such-host.invalid", "ftp://127.0.0.1", "http://[::1", "nonsense", ""])
async def test_a_wrong_url_is_unavailable(url: str) -> None:
    with pytest.raises(SearchUnavailable):
        async with opened(url) as engine:
            await engine.ping()


async def test_a_server_that_never_answers_is_unavailable_after_the_timeout() -> None:
    async with answering(None) as url:
        engine = MeilisearchEngine(url, timeout=0.2)
        with pytest.raises(SearchUnavailable):
            await asyncio.wait_for(engine.ping(), 5)
        await engine.close()


async def test_a_closed_engine_is_unavailable() -> None:
    engine = MeilisearchEngine("http://127.0.0.1:9")
    await engine.close()
    with pytest.raises(SearchUnavailable):
        await engine.ping()


async def test_a_wrong_key_is_unavailable_and_is_not_told(meilisearch: Access) -> None:
    async with opened(meilisearch.url, "wrong-secret-key") as engine:
        with pytest.raises(SearchUnavailable) as raised:
            await engine.prepare()
    assert "wrong-secret-key" not in str(raised.value)


@pytest.fixture
def server() -> Iterator[MeilisearchServer]:
    if binary() is None:
        pytest.skip(NOT_OURS)
    with MeilisearchServer() as started:
        yield started


async def test_a_server_that_was_stopped_is_found_again_with_everything(server: MeilisearchServer) -> None:
    async with opened(*server.access) as engine:
        await engine.prepare()
        await engine.write("articles", put=[article("a", "harbour")])
        server.kill()
        for call in CALLS.values():
            with pytest.raises(SearchUnavailable):
                await call(engine)
        server.start()
        assert ids(await engine.search("articles", Query(q="harbour"))) == ["a"]


async def test_a_wiped_server_is_unavailable_until_it_is_prepared(server: MeilisearchServer) -> None:
    async with opened(*server.access) as engine:
        await engine.prepare()
        await engine.write("articles", put=[article("a", "harbour", outlet_id="rt")])
        server.stop()
        server.wipe()
        server.start()
        for name in ("search", "revisions", "ping"):
            with pytest.raises(SearchUnavailable):
                await CALLS[name](engine)
        await engine.prepare()
        await engine.ping()
        assert await engine.revisions("articles", ["a"]) == {}
        filtered = await engine.search("articles", Query(filters=(OneOf("outlet_id", ("rt",)),), facets=("year",)))
        assert filtered.total == 0


async def test_a_write_to_a_wiped_server_is_refused_until_it_is_prepared(server: MeilisearchServer) -> None:
    async with opened(*server.access) as engine:
        with pytest.raises(SearchUnavailable, match="has no index"):
            await engine.write("articles", put=[article("a", "harbour", outlet_id="rt")])
        await engine.prepare()
        await engine.write("articles", put=[article("a", "harbour", outlet_id="rt")])
        page = await engine.search("articles", Query(filters=(OneOf("outlet_id", ("rt",)),)))
        assert ids(page) == ["a"]


async def test_documents_that_only_the_server_refuses_are_found_by_halving(
    meilisearch: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "can_be_held", lambda _key: True)
    written = [article(f"bad {number}" if number % 10 == 3 else f"good{number}", "harbour") for number in range(40)]
    async with opened(*meilisearch, prefix="halving") as engine:
        await engine.prepare()
        refusals = await engine.write("articles", put=written)
        assert {refusal.id for refusal in refusals} == {"bad 3", "bad 13", "bad 23", "bad 33"}
        assert all("invalid_document_id" in refusal.reason for refusal in refusals)
        assert (await engine.search("articles", Query(q="harbour"))).total == 36
