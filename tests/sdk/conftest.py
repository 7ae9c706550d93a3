"""The clients, built as `make sdk` builds them, and a service in a process of its own that they talk to."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command.running import serving, wait_for

ROOT = Path(__file__).parents[2]
KEY = "sdk-key"

_SOURCES = ("openapi/openapi.json", "openapi/build_sdk.py", "openapi/python", "openapi/typescript", "uv.lock")


def cache() -> Path:
    """A folder outside of the checkout for what takes long to make and depends on files only."""
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "onrecord"


def _built(name: str) -> Path:
    """The client's folder, built once for what it is made of, by whichever process is first."""
    digest = hashlib.sha256()
    for source in _SOURCES:
        for path in sorted((ROOT / source).rglob("*")) if (ROOT / source).is_dir() else [ROOT / source]:
            digest.update(path.read_bytes() if path.is_file() else b"")
    folder = cache() / f"sdk-{digest.hexdigest()[:16]}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / f"{name}.ready").exists():
            command = [sys.executable, str(ROOT / "openapi" / "build_sdk.py"), "--out", str(folder), name]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if any(word in done.stderr for word in ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT")):
                pytest.skip("no npm registry: the TypeScript client can't be built")
            assert done.returncode == 0, done.stdout + done.stderr
            (folder / f"{name}.ready").touch()
    return folder / name


@pytest.fixture(scope="session")
def python_sdk() -> Path:
    """The folder that holds the package `onrecord_client`."""
    return _built("python")


@pytest.fixture(scope="session")
def typescript_sdk() -> Path:
    """The folder of the built package."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("no node and npm: the TypeScript client can't be built")
    return _built("typescript")


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service that asks for a key, and that pages of any origin may call."""
    given = {"ONRECORD_API_KEY": KEY, "ONRECORD_CORS_ORIGINS": "*", "ONRECORD_ACCESS_LOG": "false"}
    with serving(tmp_path_factory.mktemp("sdk"), "serve", "--port", "0", **given) as address:
        wait_for(address)
        yield address


def compiled(typescript_sdk: Path, folder: Path, program: str, *options: str) -> Path:
    """A user's program, compiled in a folder where the client is installed; gives the module."""
    (folder / "node_modules").mkdir()
    (folder / "node_modules" / "onrecord-client").symlink_to(typescript_sdk)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "program.ts").write_text(program)
    strict = ["--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes"]
    target = ["--module", "nodenext", "--target", "es2022", "--lib", "es2022,dom,dom.iterable,dom.asynciterable"]
    command = [str(typescript_sdk / "node_modules" / ".bin" / "tsc"), *strict, *target, *options, "program.ts"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "program.js"
