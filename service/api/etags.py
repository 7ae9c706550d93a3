"""`ETag` of an article and `If-Match` (RFC 9110, section 13); `If-None-Match` is for `service.api.manners.answers`.

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
from litestar.status_codes import HTTP_200_OK

from service.models import Article

IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match",
        max_length=2_000,
        description="The `ETag` of what is to be changed, or `*`; else nothing is (412).",
    ),
]

_TAG = re.compile(r'(?P<weak>W/)?"(?P<tag>(?P<revision>\d{1,9})-[0-9a-f]+(?:-gzip)?|[^"]*)"')


def etag(article: Article) -> str:
    """The tag of just this answer."""
    digest = blake2b(msgspec.json.encode(article), digest_size=8).hexdigest()
    return f'"{article.revision}-{digest}"'


def tagged(article: Article, *, status: int = HTTP_200_OK, headers: dict[str, str] | None = None) -> Response[Article]:
    """The article with its tag."""
    return Response(article, status_code=status, headers={"ETag": etag(article), **(headers or {})})


def expected(if_match: str | None) -> Collection[int] | None:
    """The revisions that `If-Match` allows; None where it allows any. A weak tag, or one of others, allows none."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = (tag for tag in _TAG.finditer(if_match) if not tag["weak"] and tag["revision"])
    return {int(tag["revision"]) for tag in found}
