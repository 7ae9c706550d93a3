"""The search page, a speaker's and an article's: shells without data, and the styles and scripts that fill them.

Nothing here reads the store: the scripts call `/v1` as any other client does, with the same key.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from litestar import Controller, Response, get
from litestar.params import FromPath
from msgspec import Struct

from service.errors import NotFound

_ROOT = Path(__file__).parent
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",  # kept, but asked for again: a file's name stays the same when its content changes
}


class PageController(Controller):
    """`/`, `/speakers/{id}`, `/articles/{id}` and their assets. They hold no data, so they answer without a key."""

    @get("/", include_in_schema=False, sync_to_thread=False)
    def search(self) -> Response[bytes]:
        """The search page; what is searched for stands in its query string."""
        return _answer(_files("shells")["search.html"])

    @get("/speakers/{speaker_id:str}", include_in_schema=False, sync_to_thread=False)
    def speaker(self, speaker_id: FromPath[str]) -> Response[bytes]:
        """The search page with room for who a speaker is; it searches what they said."""
        return _answer(_of_speaker())

    @get("/articles/{article_id:str}", include_in_schema=False, sync_to_thread=False)
    def article(self, article_id: FromPath[str]) -> Response[bytes]:
        """The article page, the same for every id: whether there is such an article is `/v1`'s to say."""
        return _answer(_files("shells")["article.html"])

    @get("/assets/{name:str}", include_in_schema=False, sync_to_thread=False)
    def asset(self, name: FromPath[str]) -> Response[bytes]:
        """One of the files in `assets/`, and nothing else."""
        file = _files("assets").get(name)
        if file is None:
            raise NotFound(f"there is no asset {name}")
        return _answer(file)


class _File(Struct, frozen=True):
    content: bytes
    media_type: str
    etag: str


@cache
def _files(folder: str) -> dict[str, _File]:
    """The files of a folder by name, read once: a name from a request is looked up here and never opened."""
    return {path.name: _read(path) for path in sorted((_ROOT / folder).iterdir()) if path.suffix in _MEDIA_TYPES}


@cache
def _of_speaker() -> _File:
    """The search page, laid out from the beginning for a speaker's: so nothing moves when their names arrive."""
    page = _files("shells")["search.html"]
    return _file(page.content.replace(b"<body>", b'<body class="of-speaker unread">'), page.media_type)


def _read(path: Path) -> _File:
    return _file(path.read_bytes(), _MEDIA_TYPES[path.suffix])


def _file(content: bytes, media_type: str) -> _File:
    return _File(content, media_type, f'"{hashlib.sha256(content).hexdigest()[:32]}"')


def _answer(file: _File) -> Response[bytes]:
    return Response(file.content, media_type=file.media_type, headers=HEADERS | {"ETag": file.etag})
