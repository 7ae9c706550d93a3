"""Who the subject of a reporting verb is when something stands between them, and who is spoken of, not speaking."""

from __future__ import annotations

import pytest

from service.quotes import extract


def speakers(text: str) -> list[str | None]:
    return [q.speaker for q in extract(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Rosa Lindt, a partner at Harlow Group, which owns the quarry, said the dust was “a nuisance to all of us.”",
        "Rosa Lindt (Ind, Saltgate) told the committee: “The dust is a nuisance to all of us.”",
        "Rosa Lindt, chair of Clean Air Now (a small charity), wrote: “The dust is a nuisance to all of us.”",
        "Rosa Lindt on Friday said that the dust was “a nuisance to all of us.”",
        "“The dust is a nuisance to all of us,” said Harlow University political scientist Rosa Lindt.",
        "“The dust is a nuisance to all of us,” Stone Watch president Rosa Lindt said.",
        "“The dust is a nuisance to all of us,” Lindt notes. Rosa Lindt lives by the quarry.",
    ],
)
def test_brackets_days_offices_and_appositions_do_not_hide_the_subject(text: str) -> None:
    assert speakers(text) == ["Rosa Lindt"]


def test_who_is_told_or_described_is_not_who_speaks() -> None:
    text = "Karl Ebner was described by Rosa Lindt as “a man of very few words.”"
    assert speakers(text) == ["Rosa Lindt"]


def test_in_a_clause_with_which_the_one_who_calls_it_so_speaks() -> None:
    text = "Karl Ebner closed the quarry, a step that Rosa Lindt called “long overdue and rather brave.”"
    assert speakers(text) == ["Rosa Lindt"]


def test_he_stands_for_a_visitor_without_a_name() -> None:
    text = "Rosa Lindt runs the inn. A visitor from the coast complained. “It was loud all night,” he said."
    (quote,) = extract(text)
    assert (quote.speaker, quote.speaker_type) == ("A visitor from the coast", "unnamed")


def test_the_uncle_who_is_named_is_the_man_that_he_stands_for() -> None:
    text = "The boy’s uncle, Rustam, said that hope was gone. “They have given him back to us,” he said."
    assert speakers(text) == ["Rustam"]


def test_one_of_them_speaks_without_a_name() -> None:
    text = "Rosa Lindt met the miners. One of them said: “We have had no pay since the spring.”"
    assert speakers(text) == ["One of them"]
