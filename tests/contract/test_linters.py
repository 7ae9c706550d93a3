"""The contract under the rules that others hold contracts to: Spectral's, OWASP's and Redocly's."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.contract.answers import FILE
from tests.sdk.conftest import cache

OPENAPI = FILE.parent
PACKAGES = OPENAPI / "lint.package.json"


@pytest.fixture(scope="module")
def linters() -> Path:
    """The linters' folder, kept outside of the checkout and made once for each choice of versions."""
    if not shutil.which("npm"):
        pytest.skip("no node and npm: the contract can't be linted")
    folder = cache() / f"linters-{hashlib.sha256(PACKAGES.read_bytes()).hexdigest()[:12]}"
    if not (folder / "ready").exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(PACKAGES, folder / "package.json")
        command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip("no npm registry: the linters can't be installed")
        (folder / "ready").touch()
    for name in ("spectral.yaml", "redocly.yaml", "openapi.json"):
        shutil.copy(OPENAPI / name, folder)  # rules are looked for beside the ruleset
    return folder


def _lint(folder: Path, *command: str) -> str:
    files = b"".join(path.read_bytes() for path in sorted(OPENAPI.glob("*.*")))
    clean = folder / f"clean-{command[0]}-{hashlib.sha256(files).hexdigest()[:16]}"
    if clean.exists():  # these very files were linted before
        return ""
    done = subprocess.run(
        [f"node_modules/.bin/{command[0]}", *command[1:]], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        return done.stdout + done.stderr
    clean.touch()
    return ""


def test_spectral_and_owasp_find_nothing(linters: Path) -> None:
    command = ("spectral", "lint", "--ruleset", "spectral.yaml", "--fail-severity", "hint", "--quiet", "openapi.json")
    assert _lint(linters, *command) == ""


def test_redocly_finds_nothing(linters: Path) -> None:
    command = ("redocly", "lint", "--config", "redocly.yaml", "--max-problems", "20", "openapi.json")
    assert _lint(linters, *command) == ""
