"""What a text calls those it quotes."""

from __future__ import annotations

import pytest

from service.quotes import extract


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("“We will act,” NATO chief Jens Olsen said.", "NATO chief"),
        ("“We will act,” said Prime Minister Ora Lind.", "Prime Minister"),
        ("Mara Holt, the mayor of Rockport, was tired. “We will act,” she said.", "mayor of Rockport"),
        ("Secretary of State John Marsh left early. “We will act,” Marsh said.", "Secretary of State"),
        ("“We will act,” said Sen. Anna Bell.", "Sen."),
        ("“We will act,” said Mr. Anna Bell.", None),
        ("“We will act,” said Anna Bell.", None),
        ("On Monday Anna Bell said: “We will act.”", None),
        ("“We will act,” a spokesman said.", None),
    ],
)
def test_the_role_is_what_stands_beside_the_name_as_printed(text: str, role: str | None) -> None:
    (quote,) = extract(text)
    assert quote.role == role


def test_who_else_it_may_be_is_told_also_when_somebody_was_chosen() -> None:
    (quote,) = extract("Ada Vance met Tom Quill. “We will act,” Vance said.")
    assert quote.speaker == "Ada Vance"
    assert quote.candidates[0] == "Ada Vance"
    assert "Tom Quill" in quote.candidates
