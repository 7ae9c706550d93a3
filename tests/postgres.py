"""A PostgreSQL for tests: the database that `ONRECORD_TEST_POSTGRES_URL` names, or a server started for the run."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.servers import free_port

URL_VARIABLE = "ONRECORD_TEST_POSTGRES_URL"
"""A URL as `ONRECORD_DATABASE_URL` takes it, of a database that the tests may make schemas in."""

_USER = "onrecord"


def why_not() -> str | None:
    """Return why no PostgreSQL can be had, or None if one can."""
    if find_spec("asyncpg") is None:
        return "no asyncpg: install the extra `postgres`"
    if os.environ.get(URL_VARIABLE) or _program("initdb"):
        return None
    return f"no PostgreSQL: set {URL_VARIABLE}, or install the server (Debian: postgresql)"


@contextmanager
def any_postgres() -> Iterator[str]:
    """Give the URL of the named database, or of a server that lives as long as the context."""
    if given := os.environ.get(URL_VARIABLE):
        yield given
        return
    owner = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="onrecord-postgres-"))
    try:
        if owner:
            shutil.chown(folder, owner)
        data = folder / "data"
        _run([_program("initdb"), "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-sync"], folder, owner)
        port = free_port()
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        control = [_program("pg_ctl"), "-D", data, "-w"]
        _run([*control, "-l", folder / "log", "-o", options, "start"], folder, owner)
        try:
            yield f"postgresql+asyncpg://{_USER}@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"], folder, owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str | Path | None], folder: Path, owner: str | None) -> None:
    """Run a program of the server's; its output goes to a file, since the server keeps it open."""
    with (folder / "out").open("ab") as out:
        subprocess.run(
            [str(part) for part in command], check=True, cwd=folder, user=owner, stdout=out, stderr=out, timeout=60
        )


def _program(name: str) -> str | None:
    """The newest of that name that Debian has, or the one on PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(found[-1]) if found else shutil.which(name)
