"""All out: articles and quotes as a stream of lines, whole at one moment of the store."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Controller, Request, get
from litestar.params import QueryParameter
from litestar.response import Stream

from service import times
from service.api.injection import Injected
from service.api.manners.headers import takes_gzip
from service.api.parameters import Kinds, Outlets, Speakers
from service.cursors import key_of
from service.errors import NoRoom
from service.exported import ExportedArticle, QuoteLine
from service.exporting.exporter import Exporter, Wanted
from service.exporting.formats import MEDIA_TYPES, Format
from service.models import Period
from service.store.articles import ArticleFilter
from service.store.quotes import Place, QuoteFilter

As = Annotated[
    Format | None,
    QueryParameter(
        name="format",
        description="`ndjson` is exact, and articles can be imported from it; `csv` is for spreadsheets. Without it, "
        "what `Accept` prefers, else NDJSON.",
    ),
]
Cursor = Annotated[
    str | None,
    QueryParameter(max_length=500, description="`cursor` of the last whole line that was received: goes on behind it."),
]


_STREAMED: dict[str, Any] = {"produces": tuple(MEDIA_TYPES.values()), "problems": (NoRoom,)}


class ExportController(Controller):
    """`/v1/exports`."""

    path = "/exports"
    tags = ("exports",)

    @get("/articles", operation_id="exportArticles", summary="Export articles", lines=(ExportedArticle,), **_STREAMED)
    async def articles(
        self,
        request: Request[Any, Any, Any],
        published: Injected[Period],
        exporter: Injected[Exporter],
        outlet: Outlets = None,
        speaker: Speakers = None,
        as_format: As = None,
        cursor: Cursor = None,
    ) -> Stream:
        """Every article with its quotes, a line each, the latest ingested first, as it was at `Export-Moment`.

        An export that broke off goes on with `cursor`, with the same filters: nothing comes twice and nothing newer
        comes in. What was changed meanwhile comes as it is now (its `updated_at` is after the first `Export-Moment`),
        and what was deleted meanwhile is missing. A continued CSV has no header.
        """
        of = ArticleFilter(tuple(outlet or ()), tuple(speaker or ()), published)
        wanted = Wanted(of, _format(request, as_format), key_of(cursor, "articles", str))
        return await _streamed(request, exporter, wanted, "articles")

    @get("/quotes", operation_id="exportQuotes", summary="Export quotes", lines=(QuoteLine,), **_STREAMED)
    async def quotes(
        self,
        request: Request[Any, Any, Any],
        published: Injected[Period],
        exporter: Injected[Exporter],
        speaker: Speakers = None,
        outlet: Outlets = None,
        kind: Kinds = None,
        as_format: As = None,
        cursor: Cursor = None,
    ) -> Stream:
        """Every quote, a line each, in the order of the list of quotes, as it was at `Export-Moment`.

        An export that broke off goes on with `cursor`, as one of articles does.
        """
        of = QuoteFilter(tuple(speaker or ()), tuple(outlet or ()), tuple(kind or ()), published)
        wanted = Wanted(of, _format(request, as_format), key_of(cursor, "quotes", Place))
        return await _streamed(request, exporter, wanted, "quotes")


def _format(request: Request[Any, Any, Any], asked: Format | None) -> Format:
    if asked is not None:
        return asked
    best = request.accept.best_match(list(MEDIA_TYPES.values()))
    return "csv" if best == MEDIA_TYPES["csv"] else "ndjson"


async def _streamed(request: Request[Any, Any, Any], exporter: Exporter, wanted: Wanted, name: str) -> Stream:
    moment = times.now()  # before the snapshot: what was committed by then is in it
    gzip = takes_gzip(request.headers.get("accept-encoding", ""))
    media_type = MEDIA_TYPES[wanted.format]
    if wanted.format == "csv":
        media_type += f"; header={'absent' if wanted.after else 'present'}"  # the charset is added by the framework
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{wanted.format}"',
        "Export-Moment": moment,
        "Vary": "Accept, Accept-Encoding",
    } | ({"Content-Encoding": "gzip"} if gzip else {})
    return Stream(await exporter.stream(wanted, gzip=gzip), media_type=media_type, headers=headers)
