"""Forms of print: headlines, signatures, labels inside the marks, two apostrophes for a mark, nicknames."""

from __future__ import annotations

import pytest

from service.quotes import extract


def pairs(text: str) -> list[tuple[str, str | None]]:
    return [(q.text, q.speaker) for q in extract(text)]


@pytest.mark.parametrize("dash", [" — ", "― ", " – ", " -- ", "\n- "])
def test_a_name_after_a_dash_signs_the_quote_before_it(dash: str) -> None:
    text = (
        f"“Knock the mill down before it falls.”{dash}Rosa Lindt\n\n“Keep it, and mend the roof.”{dash}Karl Ebner, 34"
    )
    assert pairs(text) == [
        ("Knock the mill down before it falls.", "Rosa Lindt"),
        ("Keep it, and mend the roof.", "Karl Ebner"),
    ]
    assert {q.method for q in extract(text)} == {"signature"}


def test_a_dash_before_a_clause_signs_nothing() -> None:
    text = "“Keep the mill” — Karl Ebner said it first — is what Rosa Lindt painted on the gate."
    assert "signature" not in {q.method for q in extract(text)}


def test_a_label_inside_the_marks_names_the_speaker_and_is_no_part_of_the_words() -> None:
    text = "Karl Ebner met Rosa Lindt on air.\n\n“EBNER: Will you mend the roof?”\n\n“LINDT: I have begun to.”"
    assert pairs(text) == [("Will you mend the roof?", "Karl Ebner"), ("I have begun to.", "Rosa Lindt")]


def test_two_apostrophes_are_a_mark_beside_single_apostrophes() -> None:
    text = "''I don't sleep, and the horses won't either,'' Rosa Lindt said. ''It's the wind.''"
    assert pairs(text) == [
        ("I don't sleep, and the horses won't either", "Rosa Lindt"),
        ("It's the wind.", "Rosa Lindt"),
    ]


def test_a_quote_in_a_headline_goes_to_the_name_before_its_colon() -> None:
    text = "Lindt: ‘We shall not move’\n\nRosa Lindt has lived by the quarry for sixty years, and she means to stay."
    assert pairs(text) == [("We shall not move", "Rosa Lindt")]


def test_the_capitals_of_a_headline_make_no_names() -> None:
    text = "Quarry Owner Says Rosa Lindt Must Leave House\n\n“I shall not,” Lindt said. Rosa Lindt is 90."
    assert pairs(text) == [("I shall not", "Rosa Lindt")]


def test_a_nickname_between_marks_is_left_out_of_the_name() -> None:
    text = "“This is a big year for us,” said Marcia “Cia” Price, who keeps bees."
    assert pairs(text) == [("This is a big year for us", "Marcia Price")]


@pytest.mark.parametrize(
    ("introduced", "named", "full"),
    [
        ("The singer Mary King came home.", "Mr. King came, too.", "King"),
        ("Anna King came home.", "King was tired.", "Anna King"),
        ("George Will came home.", "Will was tired.", "George Will"),
        ("Representative Peter T. King of Norland came home.", "King was tired.", "Peter T. King"),
    ],
)
def test_a_surname_that_is_a_common_word_is_a_name(introduced: str, named: str, full: str) -> None:
    speaker = "Mr. King" if full == "King" else full.split()[-1]
    text = f"{introduced} {named} “The road was long and wet,” {speaker} said."
    assert pairs(text) == [("The road was long and wet", full)]


@pytest.mark.parametrize("said", ["No", "Never", "Not now", "Really?"])
def test_a_short_answer_may_open_the_text(said: str) -> None:
    """Only a first line without a stop is a headline, in which a word or two in marks is mostly a title."""
    closed = said if said.endswith("?") else f"{said},"
    assert pairs(f"“{closed}” said Rosa Lindt.") == [(said, "Rosa Lindt")]
