"""`/openapi.json` and `/docs`."""

from __future__ import annotations

from typing import Any

from litestar import Controller, MediaType, Request, Response, get

from service.api.contract.document import build, document_bytes
from service.web.docs import render


class ContractController(Controller):
    """`/openapi.json` and `/docs`."""

    @get("/openapi.json", include_in_schema=False, sync_to_thread=False)
    def document(self, request: Request[Any, Any, Any]) -> Response[bytes]:
        """The contract, byte for byte as `onrecord openapi` prints it."""
        return Response(document_bytes(request.app), media_type="application/vnd.oai.openapi+json;version=3.1")

    @get("/docs", include_in_schema=False, sync_to_thread=False)
    def docs(self, request: Request[Any, Any, Any]) -> Response[str]:
        """The same document for reading; the page loads nothing from anywhere else."""
        headers = {"Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'"}
        return Response(render(build(request.app)), media_type=MediaType.HTML, headers=headers)
