"""`create_app(settings)`: the one place where things are put together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from litestar import Litestar, Router
from litestar.config.cors import CORSConfig
from litestar.datastructures import State
from litestar.di import Provide

from search.embedded import EmbeddedEngine
from search.engine import SearchEngine, SearchUnavailable
from search.meilisearch import MeilisearchEngine
from service.api import guards
from service.api.articles import ArticleController
from service.api.contract import CONFIG, ContractController
from service.api.exports import ExportController
from service.api.extract import ExtractController
from service.api.health import HealthController
from service.api.imports import ImportController
from service.api.labels import Labels
from service.api.outlets import OutletController
from service.api.paging import provide_paging
from service.api.parameters import provide_published
from service.api.problems import HANDLERS
from service.api.quotes import QuoteController
from service.api.revisions import RevisionController
from service.api.search import SearchController
from service.api.search_parameters import provide_asked, provide_chosen
from service.api.speakers import SpeakerController
from service.exporting.exporter import Exporter
from service.importing.importer import Importer
from service.importing.limits import Limits
from service.importing.worker import ImportWorker
from service.indexing.worker import Worker
from service.ingest.intake import Intake
from service.ingest.pool import Pool
from service.settings import Settings
from service.store.database import Database
from service.store.migrate import migrate
from service.web.pages import PageController

_log = structlog.get_logger(__name__)


class Parts:
    """What the application and the commands are made of, opened by the same settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database(settings.database)
        self.engine = open_engine(settings)
        self.worker = Worker(
            self.database,
            self.engine,
            batch=settings.worker_batch,
            poll=settings.worker_poll,
            retry_max=settings.worker_retry_max,
        )
        self.exporter = Exporter(
            self.database,
            settings.data_dir / "exports",
            at_once=settings.exports_at_once,
            keep_free=settings.disk_kept_free,
        )
        self.pool = Pool(settings.import_workers or None, max_chars=settings.max_article_chars)
        limits = import_limits(settings)
        self.import_worker = ImportWorker(self.database, limits, self.pool.extract_all, changed=self.worker.wake)
        self.importer = Importer(self.database, limits, taken=self.import_worker.wake)
        self.intake = Intake(self.database, max_chars=settings.max_article_chars, changed=self.worker.wake)

    async def start(self) -> None:
        """Bring the store to its newest schema and the engine to its indexes; an engine that is down may come later."""
        await migrate(self.database)
        try:
            await self.worker.prepare()
        except SearchUnavailable as down:
            _log.warning("search_unavailable_at_start", reason=str(down))

    async def close(self) -> None:
        """Close the store and the engine."""
        await self.pool.close()
        await self.engine.close()
        await self.database.close()


def import_limits(settings: Settings) -> Limits:
    """The limits of imports that the settings ask for; an item of one may be as long as a request."""
    return Limits(
        folder=settings.data_dir / "imports",
        at_once=settings.imports_at_once,
        waiting=settings.imports_waiting,
        largest=settings.max_import_bytes,
        longest=settings.max_body_bytes,
        max_chars=settings.max_article_chars,
        refused=settings.max_import_refused,
        kept_days=settings.imports_kept_days,
        keep_free=settings.disk_kept_free,
    )


def open_engine(settings: Settings, *, read_only: bool = False) -> SearchEngine:
    """The engine that the settings ask for: Meilisearch where a URL is set, else the embedded one."""
    if settings.search_url:
        key = settings.search_key.reveal() if settings.search_key else None
        return MeilisearchEngine(
            settings.search_url, key, prefix=settings.search_prefix, timeout=settings.search_timeout
        )
    return EmbeddedEngine(settings.data_dir / "search", read_only=read_only)


def create_app(settings: Settings) -> Litestar:
    """The application. Nothing is opened before its lifespan starts, and all is closed when it ends."""
    state = State({"settings": settings})

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        parts = Parts(settings)
        state.update({"parts": parts, "labels": Labels(parts.database)})
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
            ExportController,
            ImportController,
        ],
        guards=[guards.needs_key, guards.json_only, guards.known_parameters],
    )
    return Litestar(
        route_handlers=[v1, HealthController, ContractController, PageController],
        lifespan=[lifespan],
        state=state,
        guards=[guards.only_local_names],
        dependencies={
            "settings": Provide(lambda: settings, sync_to_thread=False),
            "database": Provide(lambda: state.parts.database, sync_to_thread=False),
            "engine": Provide(lambda: state.parts.engine, sync_to_thread=False),
            "worker": Provide(lambda: state.parts.worker, sync_to_thread=False),
            "labels": Provide(lambda: state.labels, sync_to_thread=False),
            "intake": Provide(lambda: state.parts.intake, sync_to_thread=False),
            "exporter": Provide(lambda: state.parts.exporter, sync_to_thread=False),
            "importer": Provide(lambda: state.parts.importer, sync_to_thread=False),
            "paging": Provide(provide_paging),
            "published": Provide(provide_published),
            "chosen": Provide(provide_chosen),
            "asked": Provide(provide_asked),
        },
        exception_handlers=HANDLERS,
        request_max_body_size=settings.max_body_bytes,
        cors_config=_cors(settings),
        openapi_config=CONFIG,
        logging_config=None,
    )


def _cors(settings: Settings) -> CORSConfig | None:
    """Closed unless origins are named; never with credentials, since keys travel in a header of their own."""
    if not settings.cors_origins:
        return None
    return CORSConfig(
        allow_origins=list(settings.cors_origins),
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
        allow_headers=["Authorization", "Content-Type", "If-Match", "If-None-Match"],
        expose_headers=["ETag", "Export-Moment", "Link", "Location", "Retry-After"],
    )
