from __future__ import annotations

import os
from pathlib import Path

from service.ingest.files.walking import Size, files_below, measured
from tests.unit.ingest.files.reading import shown, write


def test_what_is_hidden_below_a_folder_is_left_out_unless_it_is_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / ".hidden" / "in"
    for name in ("a.txt", ".b.txt", ".git/c.txt", "d/e.txt", "d/.f/g/h.txt"):
        write(folder, name, "x")
    assert list(files_below([folder])) == [folder / "a.txt", folder / "d/e.txt"]
    assert list(files_below([folder / ".b.txt"])) == [folder / ".b.txt"]
    assert list(files_below([folder / ".git"])) == [folder / ".git/c.txt"]
    assert measured([folder]) == Size(2, 2)


def test_links_to_folders_are_followed_each_folder_once(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt", "x")
    write(tmp_path, "elsewhere/b.txt", "xx")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/other").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in/twice").symlink_to(tmp_path / "elsewhere")
    assert [path.name for path in files_below([tmp_path / "in"]) if isinstance(path, Path)] == ["a.txt", "b.txt"]


def test_a_link_that_leads_nowhere_or_to_itself_is_refused_and_a_pipe_below_a_folder_left_out(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    found = [path for path in files_below([tmp_path]) if isinstance(path, Path)]
    assert [path.name for path in found] == ["gone.txt", "self.txt"]
    assert ["cannot be read" in shown(path)[0] for path in found] == [True, True]
    assert measured([tmp_path]) == Size(2, 0)
