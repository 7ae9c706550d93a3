"""`onrecord extract`, for people and from rows to rows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.command.running import LETTER, is_one_line_of_refusal, on_a_terminal, onrecord

ROW = json.dumps({"id": "1", "text": "“It holds,” said Una Morrow."})


def test_extract_shows_each_quote_with_speaker_and_evidence_and_stores_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER)
    shown = onrecord(tmp_path, "extract", str(tmp_path / "a.txt"))
    assert shown.returncode == 0
    assert "Una Morrow" in shown.stdout
    assert "    “We will not move one stone,” said Una Morrow, the owner.\n" in shown.stdout
    assert "cue-subject" in shown.stdout
    assert "named as Una Morrow, reported with said" in shown.stdout
    assert "1 quote, 1 with a speaker" in shown.stdout
    assert not (tmp_path / "data").exists()


def test_each_article_without_a_title_is_shown_by_its_own_place(tmp_path: Path) -> None:
    bodies = [tmp_path / "a.jsonl", tmp_path / "b.json"]
    bodies[0].write_text('\n{"body": "“It rains,” said Ola Brandt."}')
    bodies[1].write_text('{"body": "“It snows,” said Ola Brandt."}')
    shown = onrecord(tmp_path, "extract", *map(str, bodies)).stdout.splitlines()
    assert f"{bodies[0]}:2" in shown
    assert str(bodies[1]) in shown


def test_what_cannot_be_extracted_is_said_and_the_rest_is_shown(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"body": " "}, {"body": "“It rains,” said Ola Brandt."}]')
    shown = onrecord(tmp_path, "extract", str(tmp_path / "missing.txt"), str(tmp_path / "a.json"))
    assert shown.returncode == 1
    assert "It rains" in shown.stdout
    assert f"{tmp_path / 'missing.txt'}: cannot be read" in shown.stderr
    assert f"{tmp_path / 'a.json'}: item 1: " in shown.stderr


def test_extract_jsonl_keeps_the_text_and_its_offsets(tmp_path: Path) -> None:
    text = "  \u00a0\u200b🙂 “It holds,” said Una Morrow.\r\n"
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "1", "text": text, "source": "x"}) + "\n")
    done = onrecord(tmp_path, "extract", "--jsonl", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"))
    assert done.returncode == 0, done.stderr
    row = json.loads((tmp_path / "out.jsonl").read_text())
    assert (row["id"], row["text"]) == ("1", text)
    (quote,) = row["quotes"]
    assert text[quote["start"] : quote["end"]] == quote["text"] == "It holds"
    assert quote["speaker"] == "Una Morrow"


def test_extract_jsonl_may_write_over_what_it_reads_and_skips_blank_lines(tmp_path: Path) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text(f"\n{ROW}\n  \n{ROW}\n\n")
    assert onrecord(tmp_path, "extract", "--jsonl", str(rows), str(rows)).returncode == 0
    made = [json.loads(line) for line in rows.read_text().splitlines()]
    assert [row["quotes"][0]["speaker"] for row in made] == ["Una Morrow"] * 2
    assert list(tmp_path.iterdir()) == [rows]


def test_extract_jsonl_writes_into_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(ROW)
    done = onrecord(tmp_path, "extract", "--jsonl", str(tmp_path / "in.jsonl"), "/dev/stdout")
    assert json.loads(done.stdout)["id"] == "1"


@pytest.mark.parametrize("bad", ["not json", '{"id": 3, "text": ""}', '{"id": "3"}'])
def test_a_bad_row_is_named_and_nothing_is_touched(tmp_path: Path, bad: str) -> None:
    rows, made = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows.write_text(f"{ROW}\n\n{bad}\n")
    made.write_text("mine\n")
    assert is_one_line_of_refusal(onrecord(tmp_path, "extract", "--jsonl", str(rows), str(made)), f"{rows}:3: ")
    assert made.read_text() == "mine\n"
    assert onrecord(tmp_path, "extract", "--jsonl", str(rows), str(rows)).returncode == 2
    assert rows.read_text() == f"{ROW}\n\n{bad}\n"
    assert sorted(tmp_path.iterdir()) == [rows, made]


def test_files_that_cannot_be_opened_are_one_line_and_nothing_is_touched(tmp_path: Path) -> None:
    rows, made = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows.write_text(ROW)
    made.write_text("mine\n")
    missing, folder = tmp_path / "missing.jsonl", tmp_path
    done = onrecord(tmp_path, "extract", "--jsonl", str(missing), str(made))
    assert is_one_line_of_refusal(done, str(missing), "No such file")
    assert is_one_line_of_refusal(onrecord(tmp_path, "extract", "--jsonl", str(rows), str(folder)), str(folder))
    nowhere = tmp_path / "no" / "out.jsonl"
    assert is_one_line_of_refusal(
        onrecord(tmp_path, "extract", "--jsonl", str(rows), str(nowhere)), str(nowhere.parent)
    )
    assert made.read_text() == "mine\n"


def test_on_a_terminal_quote_mention_and_cue_have_colours_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER)
    shown = on_a_terminal(tmp_path, "extract", str(tmp_path / "a.txt"))
    sentence = next(line for line in shown.splitlines() if "the owner" in line)
    coloured = re.findall(r"\x1b\[([\d;]+)m([^\x1b]+)\x1b\[0m", sentence)
    assert [text for _, text in coloured] == ["We will not move one stone", "said", "Una Morrow"]
    assert len({colour for colour, _ in coloured}) == 3
    legend = shown.splitlines()[0]
    assert all(f"\x1b[{colour}m" in legend for colour, _ in coloured)


@pytest.mark.parametrize("given", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_that_wants_no_colour_gets_none(tmp_path: Path, given: dict[str, str]) -> None:
    (tmp_path / "a.txt").write_text(LETTER)
    assert "\x1b" not in on_a_terminal(tmp_path, "extract", str(tmp_path / "a.txt"), **given)


def test_colour_can_be_asked_for_and_refused_whatever_the_surroundings_say(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER)
    file = str(tmp_path / "a.txt")
    assert "\x1b[" not in onrecord(tmp_path, "extract", file, FORCE_COLOR="1").stdout
    assert "\x1b[" in onrecord(tmp_path, "extract", "--color=always", file, NO_COLOR="1").stdout
    assert "\x1b[" not in on_a_terminal(tmp_path, "extract", "--color=never", file)
    assert "\x1b[" in on_a_terminal(tmp_path, "extract", file, NO_COLOR="")


def test_who_may_have_said_it_is_shown_where_nobody_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Mara Holt met Una Morrow.\n\nNobody in the room answered. “Why do we stand here,” it read, “in the rain?”\n"
    )
    shown = onrecord(tmp_path, "extract", str(tmp_path / "a.txt")).stdout
    assert "nobody named  □□□□□□□□□□ 0% too unsure to name" in shown
    assert "; may be " in shown


def test_a_name_that_stands_apart_from_the_quote_is_shown_in_its_own_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "It rained. Una Morrow told Gov. Holt that the wall was wet. They left.\n\n“It is very wet indeed.”\n"
    )
    lines = onrecord(tmp_path, "extract", str(tmp_path / "a.txt")).stdout.splitlines()
    at = lines.index("    “It is very wet indeed.”")
    assert lines[at - 1] == "    Una Morrow told Gov. Holt that the wall was wet."


def test_text_from_an_article_cannot_steer_the_terminal(tmp_path: Path) -> None:
    escapes = ["\x1b[2J", "\x1b]0;owned\x07", "\x9b31m", "\u202e", "\u2066", "\u200f", "\u061c"]
    files = [tmp_path / f"{number}.txt" for number in range(len(escapes))]
    for file, escape in zip(files, escapes, strict=True):
        file.write_text(f"“We {escape}will not [bold]move[/bold],” said Una {escape}Morrow.\n")
    shown = onrecord(tmp_path, "extract", *map(str, files))
    assert shown.stdout.count("[bold]move[/bold]") == len(files)
    coloured = onrecord(tmp_path, "extract", "--color=always", *map(str, files)).stdout
    assert coloured.count("move") == len(files)
    steering = {escape[0] for escape in escapes}
    assert not steering & set(shown.stdout + shown.stderr)
    assert not steering & set(re.sub(r"\x1b\[[\d;]+m", "", coloured))


def test_a_file_name_cannot_reorder_the_line_that_it_is_in(tmp_path: Path) -> None:
    shown = onrecord(tmp_path, "extract", str(tmp_path / "\u202etxt.\u2067exe\x1b[1m"))
    assert shown.returncode == 1
    assert not set("\u202e\u2067\x1b") & set(shown.stderr)
    assert "txt.exe[1m" in shown.stderr
