"""What a command imports before it does anything: start-up is most of what a short one takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from service.cli import main
from service.cli.lazy import LazyCommand
from tests.command.running import LETTER, environment

_SHOWING_MODULES = """
import sys
from service.cli import main
try:
    main()
finally:
    print(*sys.modules)
"""
_HEAVY = {"alembic", "litestar", "meilisearch_python_sdk", "pydantic", "sqlalchemy", "tantivy", "uvicorn"}


def imported(folder: Path, *arguments: str) -> set[str]:
    """The top-level modules in a process that has run the command."""
    command = [sys.executable, "-c", _SHOWING_MODULES, *arguments]
    done = subprocess.run(command, capture_output=True, env=environment(folder), check=True, timeout=60)
    return {name.partition(".")[0] for name in done.stdout.decode().splitlines()[-1].split()}


def test_help_imports_nothing_but_click(tmp_path: Path) -> None:
    modules = imported(tmp_path, "--help")
    assert not modules & (_HEAVY | {"rich", "structlog", "msgspec"})
    assert "click" in modules


def test_extracting_imports_neither_a_web_server_nor_a_database_nor_a_search_engine(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER)
    modules = imported(tmp_path, "extract", str(tmp_path / "a.txt"))
    assert not modules & _HEAVY
    assert "rich" in modules


def test_a_process_that_extracts_imports_nothing_but_what_reads() -> None:
    show = "import sys, service.ingest.extractor; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=True, timeout=60)
    modules = {name.partition(".")[0] for name in done.stdout.split()}
    assert not modules & (_HEAVY | {"asyncio", "click", "rich", "structlog", "trafilatura"})
    assert "msgspec" in modules


@pytest.mark.parametrize("name", sorted(main.commands))
def test_the_list_of_commands_says_of_each_what_its_own_help_begins_with(name: str) -> None:
    listed = main.commands[name]
    assert isinstance(listed, LazyCommand)
    itself = listed.loaded()
    assert itself.name == name
    assert isinstance(itself, click.Command)
    assert listed.get_short_help_str(limit=200) == itself.get_short_help_str(limit=200)
