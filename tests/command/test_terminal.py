"""What is printed and logged, and how errors end the command."""

from __future__ import annotations

import errno

import pytest
import structlog

from service import terminal
from service.errors import Invalid
from service.store.unavailable import StoreUnavailable
from service.telemetry import logs


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Invalid("/body is blank"), "/body is blank"),
        (StoreUnavailable("database is locked"), "the database can't be read or written: database is locked"),
        (OSError(errno.EACCES, "Permission denied", "/srv/x"), "/srv/x: Permission denied"),
        (OSError("a\n  b"), "a b"),
        (ModuleNotFoundError("No module named 'asyncpg'", name="asyncpg"), "install onrecord[postgres]"),
        (ModuleNotFoundError("No module named 'pymysql'", name="pymysql"), "No module named 'pymysql'"),
    ],
)
def test_what_is_no_bug_of_ours_ends_the_command_with_one_line(
    error: Exception, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended, terminal.wrapped_errors():
        raise error
    assert ended.value.code == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert said in lines[0]


def test_a_bug_of_ours_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError), terminal.wrapped_errors():
        raise ZeroDivisionError


def test_control_characters_are_escaped_in_the_log() -> None:
    steering = {
        "reason": "a\x1b[2J\rb\x9b1m\u202ec",
        "error": ValueError("x\x07y"),
        "number": 3,
        "flag": True,
        "no": None,
    }
    event = logs.escape_controls(None, "info", dict(steering))
    line = structlog.processors.LogfmtRenderer()(None, "info", event)
    assert line == r"reason=a\x1b[2J\rb\x9b1m\u202ec error=x\x07y number=3 flag no="


def test_lines_and_letters_stay_as_they_are_in_the_log() -> None:
    assert logs.escape_controls(None, "info", {"reason": "Łódź\n“é”"}) == {"reason": "Łódź\n“é”"}
