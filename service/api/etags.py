"""`ETag` of an article, `If-Match` and `If-None-Match` (RFC 9110, section 13).

A tag is `"{revision}-{digest}"`. The digest is of all that is shown, so that `If-None-Match` never hides a change (that
the article can be searched now, for one). `If-Match` asks for the revision alone: nobody has changed the article since.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from hashlib import blake2b
from typing import Annotated

import msgspec
from litestar import Response
from litestar.params import HeaderParameter
from litestar.status_codes import HTTP_200_OK, HTTP_304_NOT_MODIFIED

from service.models import Article

IfMatch = Annotated[
    str | None,
    HeaderParameter(name="If-Match", description="The `ETag` of what is to be changed, or `*`; else nothing is (412)."),
]
IfNoneMatch = Annotated[
    str | None, HeaderParameter(name="If-None-Match", description="An `ETag`; if it is still so, the answer is 304.")
]

_TAG = re.compile(r'(?P<weak>W/)?"(?P<tag>(?P<revision>\d{1,9})-[0-9a-f]+|[^"]*)"')


def etag(article: Article) -> str:
    """The tag of just this answer."""
    digest = blake2b(msgspec.json.encode(article), digest_size=8).hexdigest()
    return f'"{article.revision}-{digest}"'


def tagged(
    article: Article, *, status: int = HTTP_200_OK, headers: dict[str, str] | None = None, unless: str | None = None
) -> Response[Article]:
    """The article with its tag; 304 without a body when it is one of those in `unless`, an `If-None-Match`."""
    tag = etag(article)
    given = {found["tag"] for found in _TAG.finditer(unless or "")}
    if unless is not None and (unless.strip() == "*" or tag.strip('"') in given):
        return Response(None, status_code=HTTP_304_NOT_MODIFIED, headers={"ETag": tag})  # type: ignore[arg-type]
    return Response(article, status_code=status, headers={"ETag": tag, **(headers or {})})


def expected(if_match: str | None) -> Collection[int] | None:
    """The revisions that `If-Match` allows; None where it allows any. A weak tag, or one of others, allows none."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = (tag for tag in _TAG.finditer(if_match) if not tag["weak"] and tag["revision"])
    return {int(tag["revision"]) for tag in found}
