"""Analysing without storing."""

from __future__ import annotations

import asyncio

from litestar import Controller, post
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK

from service.api.injection import Injected
from service.ingest.extracting import extract
from service.models import ArticleIn, Extraction
from service.settings import Settings


class ExtractController(Controller):
    """`/v1/extract`."""

    path = "/extract"
    tags = ("articles",)

    @post(
        "/",
        operation_id="extractQuotes",
        summary="Extract quotes without storing",
        status_code=HTTP_200_OK,
        opt={"scope": "read"},
    )
    async def extract(self, data: JSONBody[ArticleIn], settings: Injected[Settings]) -> Extraction:
        """The article as it would be stored and every quote in it, with speaker and evidence; nothing is kept."""
        found = await asyncio.to_thread(extract, data, max_chars=settings.max_extract_chars)
        return Extraction(article=found.article, quotes=found.quotes)
