"""Every setting and limit, read from `ONRECORD_*`; all that is wrong is said at once, and secrets are never printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import msgspec
from msgspec import Meta, Struct

from service.errors import BadSettings

PREFIX = "ONRECORD_"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

Positive = Annotated[int, Meta(ge=1)]
Seconds = Annotated[float, Meta(gt=0)]

SHORTEST_SECRET = 32
"""Characters of a secret that signs: as long as what HMAC-SHA256 makes of it (RFC 7518, 3.2)."""

_KEYS = frozenset({"api_key", "search_key", "token_secret"})
_IN_FILES = _KEYS | {"database_url"}
_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?")
_SENDABLE = re.compile(r"[!-~]+")


class Secret:
    """A string that shows itself only when asked: `str()` and `repr()` print stars, `reveal()` the value."""

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret('***')"

    __str__ = __repr__

    def reveal(self) -> str:
        """The value itself."""
        return self._value


class Settings(Struct, frozen=True, kw_only=True):
    """The settings of one process. Field `data_dir` is `ONRECORD_DATA_DIR`, and so on; times are in seconds."""

    data_dir: Path = Path("data")
    database_url: str | None = None
    search_url: str | None = None
    search_key: Secret | None = None
    search_prefix: Annotated[str, Meta(pattern=r"^[a-z0-9_-]{1,50}(?![\s\S])")] = "onrecord"
    search_timeout: Seconds = 10.0
    host: str = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65_535)] = 8000
    api_key: Secret | None = None
    log_format: Literal["logfmt", "json"] = "logfmt"
    access_log: bool = True
    tracing: bool = False
    token_secret: Secret | None = None
    search_key_seconds: Positive = 86_400
    rate_limit: Annotated[int, Meta(ge=0)] = 0
    rate_seconds: Positive = 60
    cors_origins: tuple[str, ...] = ()
    worker: bool = True
    worker_batch: Annotated[int, Meta(ge=1, le=10_000)] = 200
    worker_poll: Seconds = 1.0
    worker_retry_max: Seconds = 3.0
    wait_timeout: Seconds = 30.0
    request_seconds: Seconds = 60.0
    max_article_chars: Positive = 1_000_000
    max_body_bytes: Positive = 8_000_000
    max_extract_chars: Positive = 1_000_000
    exports_at_once: Positive = 2
    imports_at_once: Annotated[int, Meta(ge=0, le=100)] = 1
    imports_waiting: Positive = 20
    imports_kept_days: Positive = 30
    import_workers: Annotated[int, Meta(ge=0, le=1_000)] = 0
    max_import_bytes: Positive = 10_000_000_000
    max_import_refused: Positive = 100_000
    idempotency_kept_hours: Positive = 24
    disk_kept_free: Annotated[int, Meta(ge=0)] = 500_000_000
    max_unpacked_bytes: Positive = 100_000_000_000
    max_unpack_ratio: Positive = 200
    extract_seconds: Seconds = 60.0

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the store; an SQLite file in `data_dir` unless one is set."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'onrecord.db'}"

    @property
    def on_loopback(self) -> bool:
        """Whether the service is bound to this machine only."""
        return self.host in LOOPBACK

    def check_exposure(self, *, has_keys: bool) -> None:
        """Raise `BadSettings` when other machines could reach the service and no key of here or the store guards it."""
        if not self.on_loopback and self.api_key is None and not has_keys:
            raise BadSettings(
                f"{PREFIX}HOST={self.host} can be reached by other machines, and no key guards it: "
                f"make one with `onrecord key create NAME --scope admin`, set {PREFIX}API_KEY, or bind to 127.0.0.1."
            )


def read_settings(environ: Mapping[str, str], **overrides: str | int | Path) -> Settings:
    """Build settings from the environment; `overrides`, from the command line, win. Raises `BadSettings`: all faults.

    An empty variable counts as unset. A variable with our prefix that is no setting is a fault, since it is nearly
    always a misspelt one; `ONRECORD_TEST_*` is left to the tests. What is secret may be in a file that
    `ONRECORD_…_FILE` names instead.
    """
    given: list[tuple[str, str, str]] = []
    faults: list[str] = []
    for name, text in environ.items():
        if name.startswith(PREFIX) and not name.startswith(PREFIX + "TEST_") and text:
            field = name.removeprefix(PREFIX).lower()
            if field.removesuffix("_file") in _IN_FILES and field.endswith("_file"):
                field = field.removesuffix("_file")
                if environ.get(PREFIX + field.upper()):
                    faults.append(f"{name} and {PREFIX}{field.upper()} are both set")
                try:
                    text = Path(text).read_text().strip()
                except (OSError, UnicodeDecodeError) as error:
                    faults.append(f"{name}: {text} can't be read: {getattr(error, 'strerror', None) or 'no text'}")
                    continue
            given.append((name, field, text))
    given += [("--" + field.replace("_", "-"), field, str(value)) for field, value in overrides.items()]
    kinds = get_type_hints(Settings, include_extras=True)
    values: dict[str, Any] = {}
    for name, field, text in given:
        if field not in kinds:
            faults.append(f"{name} is no setting")
            continue
        try:
            values[field] = _convert(field, text, kinds[field])
        except msgspec.ValidationError as wrong:
            faults.append(f"{name}: {wrong}")
    if faults:
        raise BadSettings("; ".join(sorted(faults)))
    return Settings(**values)


def _convert(field: str, text: str, kind: Any) -> Any:
    if field == "cors_origins":
        origins = tuple(origin.strip() for origin in text.split(",") if origin.strip())
        if wrong := [origin for origin in origins if origin != "*" and not _ORIGIN.fullmatch(origin)]:
            raise msgspec.ValidationError(f"{wrong[0]!r} is no origin, such as https://pages.example")
        return origins
    if field == "search_url" and not text.startswith(("http://", "https://")):
        raise msgspec.ValidationError("has to be an http:// or https:// URL")
    if field == "database_url":
        from sqlalchemy.engine import make_url  # late: most commands and settings do without
        from sqlalchemy.exc import ArgumentError

        try:
            make_url(text)
        except (ArgumentError, ValueError):  # a port that is no number; said without the URL, which may hold a password
            raise msgspec.ValidationError("is no SQLAlchemy URL") from None
    if field in _KEYS:
        # Anything else can't be sent in a header as it is, so that no request would ever match it.
        if not _SENDABLE.fullmatch(text):
            raise msgspec.ValidationError("has to be of printable ASCII characters, without spaces")
        if field == "token_secret" and len(text) < SHORTEST_SECRET:
            raise msgspec.ValidationError(f"has to be {SHORTEST_SECRET} characters long, or longer")
        return Secret(text)
    return msgspec.convert(text, kind, strict=False, dec_hook=_decode)


def _decode(kind: type, value: Any) -> Any:
    if kind is Path:
        return Path(value)
    raise NotImplementedError(kind)
