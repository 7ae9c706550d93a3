"""Every command and program in the guides runs, in its order, against a service."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sdk.conftest import KEY, ROOT, compiled, python_sdk, service, typescript_sdk

__all__ = ["python_sdk", "service", "typescript_sdk"]  # fixtures

_BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def snippets(guide: str, language: str) -> list[str]:
    """The guide's blocks in a language, of which there has to be one."""
    found = [one["text"] for one in _BLOCK.finditer((ROOT / "docs" / guide).read_text()) if one["language"] == language]
    assert found, f"{guide} has nothing in {language}"
    return found


def run(command: list[str], folder: Path, address: str, **variables: str) -> str:
    environment = {"PATH": os.environ["PATH"], "URL": address, "KEY": KEY, **variables}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_commands_of_the_http_guide_run(service: str, tmp_path: Path) -> None:
    if not shutil.which("curl"):
        pytest.skip("no curl")
    script = "\n".join(snippets("http.md", "sh"))
    run(["bash", "-euo", "pipefail", "-c", script], tmp_path, service)


def test_the_python_programs_of_the_clients_guide_run(service: str, python_sdk: Path, tmp_path: Path) -> None:
    said = [
        run([sys.executable, "-c", program], tmp_path, service, PYTHONPATH=str(python_sdk))
        for program in snippets("clients.md", "python")
    ]
    assert "validation ['/published_at']" in said[0]
    assert "Una Morrow" in said[1]


def test_the_typescript_program_of_the_clients_guide_runs(service: str, typescript_sdk: Path, tmp_path: Path) -> None:
    (program,) = snippets("clients.md", "ts")
    # its types are checked in tests/sdk, all but those of Node's own `process`
    module = compiled(typescript_sdk, tmp_path, program, "--noCheck")
    said = run(["node", module.name], tmp_path, service)
    assert "It holds" in said
    assert "/published_at" in said
