"""What the application and the commands are made of, without HTTP."""

from __future__ import annotations

import structlog

from search.engine import SearchUnavailable
from service.exporting.exporter import Exporter
from service.importing.importer import Importer
from service.importing.limits import Limits
from service.importing.worker import ImportWorker
from service.indexing.opening import open_engine
from service.indexing.worker import Worker
from service.ingest.intake import Intake
from service.ingest.pool import Pool
from service.settings import Settings
from service.store.database import Database
from service.store.migrate import migrate
from service.telemetry.engine import measured
from service.telemetry.metrics import Metrics
from service.telemetry.tracing import Tracing

_log = structlog.get_logger(__name__)


class Parts:
    """What the application and the commands are made of, opened by the same settings.

    Where it does not index (another process does) the embedded engine is left for that one to write.
    """

    def __init__(
        self,
        settings: Settings,
        metrics: Metrics | None = None,
        tracing: Tracing | None = None,
        *,
        indexes: bool = True,
    ) -> None:
        self.settings = settings
        self.metrics = metrics or Metrics()
        self.database = Database(settings.database)
        engine = open_engine(settings, read_only=not indexes)
        self.engine = measured(engine, self.metrics.engine_seconds, tracing)
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
        extracted = self.metrics.extraction_seconds.observe
        self.pool = Pool(
            settings.import_workers or None,
            max_chars=settings.max_article_chars,
            seconds=settings.extract_seconds,
            observe=extracted,
        )
        limits = import_limits(settings)
        self.import_worker = ImportWorker(self.database, limits, self.pool.extract_all, changed=self.worker.wake)
        self.importer = Importer(self.database, limits, taken=self.import_worker.wake)
        self.intake = Intake(
            self.database, max_chars=settings.max_article_chars, changed=self.worker.wake, observe=extracted
        )

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
