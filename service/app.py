"""`create_app(settings)`: the one place where things are put together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide

from service.access.keys import Keys
from service.access.rates import Rates
from service.access.search_keys import SearchKeys
from service.access.secret import token_secret
from service.access.stored_keys import StoredKeys
from service.api import access, guards
from service.api.articles import ArticleController
from service.api.contract import ContractController
from service.api.exports import ExportController
from service.api.extract import ExtractController
from service.api.filling import Filling
from service.api.health import HealthController
from service.api.idempotency import Answered, Idempotency, replay
from service.api.imports import ImportController
from service.api.instantsearch.routes import InstantSearchController
from service.api.keys import KeyController
from service.api.labels import Labels
from service.api.manners import well_mannered
from service.api.manners.methods import methods_of
from service.api.manners.request_ids import identified
from service.api.metrics import MetricsController
from service.api.outlets import OutletController
from service.api.paging import provide_paging
from service.api.parameters import provide_published
from service.api.problems import HANDLERS
from service.api.quarantine import QuarantineController
from service.api.quotes import QuoteController
from service.api.revisions import RevisionController
from service.api.scope import provide_search
from service.api.search import SearchController
from service.api.search_keys import SearchKeyController
from service.api.search_parameters import provide_asked, provide_chosen
from service.api.speakers import SpeakerController
from service.parts import Parts
from service.settings import Settings
from service.telemetry.metrics import Metrics
from service.telemetry.requests import telling
from service.telemetry.tracing import open_tracing
from service.web.pages import PageController


def create_app(settings: Settings) -> Litestar:
    """The application. Nothing is opened before its lifespan starts, and all is closed when it ends."""
    state = State({"settings": settings})
    metrics = Metrics()
    tracing = open_tracing() if settings.tracing else None

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        parts = Parts(settings, metrics, tracing, indexes=settings.worker)
        secret = token_secret(settings)
        stored_keys, search_keys = StoredKeys(parts.database, secret), SearchKeys(secret)
        state.update(
            {
                "parts": parts,
                "filling": Filling(parts.database),
                "labels": Labels(parts.database),
                "idempotency": Idempotency(parts.database, kept_hours=settings.idempotency_kept_hours),
                "access": Keys(settings.api_key, stored_keys, search_keys),
                "stored_keys": stored_keys,
                "search_keys": search_keys,
                "rates": Rates(settings.rate_limit, settings.rate_seconds),
            }
        )
        await parts.start()
        work = [asyncio.create_task(parts.import_worker.run())] if settings.imports_at_once else []
        work += [asyncio.create_task(parts.worker.run())] if settings.worker else []
        try:
            yield
        finally:
            for task in work:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await parts.close()
            if tracing:
                await asyncio.to_thread(tracing.close)

    v1 = Router(
        path="/v1",
        route_handlers=[
            ArticleController,
            RevisionController,
            QuoteController,
            SpeakerController,
            OutletController,
            ExtractController,
            SearchController,
            InstantSearchController,
            SearchKeyController,
            KeyController,
            ExportController,
            ImportController,
            QuarantineController,
        ],
        guards=[access.needs_key, access.within_rate, guards.acceptable, guards.json_only, guards.known_parameters],
    )
    app = Litestar(
        route_handlers=[v1, HealthController, MetricsController, ContractController, PageController],
        lifespan=[lifespan],
        state=state,
        guards=[access.only_local_names],
        dependencies={
            "settings": Provide(lambda: settings, sync_to_thread=False),
            "database": Provide(lambda: state.parts.database, sync_to_thread=False),
            "engine": Provide(lambda: state.parts.engine, sync_to_thread=False),
            "worker": Provide(lambda: state.parts.worker, sync_to_thread=False),
            "metrics": Provide(lambda: metrics, sync_to_thread=False),
            "search": Provide(provide_search),
            "stored_keys": Provide(lambda: state.stored_keys, sync_to_thread=False),
            "search_keys": Provide(lambda: state.search_keys, sync_to_thread=False),
            "labels": Provide(lambda: state.labels, sync_to_thread=False),
            "intake": Provide(lambda: state.parts.intake, sync_to_thread=False),
            "exporter": Provide(lambda: state.parts.exporter, sync_to_thread=False),
            "idempotency": Provide(lambda: state.idempotency, sync_to_thread=False),
            "importer": Provide(lambda: state.parts.importer, sync_to_thread=False),
            "paging": Provide(provide_paging),
            "published": Provide(provide_published),
            "chosen": Provide(provide_chosen),
            "asked": Provide(provide_asked),
        },
        exception_handlers={**HANDLERS, Answered: replay},
        before_send=[access.tell_rate],
        request_max_body_size=settings.max_body_bytes,
        openapi_config=None,
        logging_config=None,
    )
    handler = well_mannered(
        app.asgi_handler, methods=methods_of(app), origins=settings.cors_origins, seconds=settings.request_seconds
    )
    handler = tracing.requests(handler) if tracing else handler
    app.asgi_handler = identified(telling(handler, metrics, logged=settings.access_log))
    return app
