"""Which stretches of a text are quotes, and exactly where they begin and end."""

from __future__ import annotations

import pytest

from service.quotes import extract


def texts(text: str) -> list[str]:
    found = extract(text)
    assert all(text[q.start : q.end] == q.text for q in found)
    return [q.text for q in found]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("“", "”"), ('"', '"'), ("''", "''"), ("``", "''"), ("«", "»"), ("‘", "’"), ("'", "'"), ("“", '"'), ("„", "“")],
)
def test_every_quotation_mark_of_english_news_opens_and_closes(opening: str, closing: str) -> None:
    text = f"{opening}The harbour will open again in spring,{closing} Mayor Ida Lund said."
    assert texts(text) == ["The harbour will open again in spring"]


def test_a_comma_before_the_closing_mark_is_left_out_and_a_full_stop_is_kept() -> None:
    text = "Lund said the pier was “safe enough,” and that it “will hold for years.”"
    assert texts(text) == ["safe enough", "will hold for years."]


def test_punctuation_after_the_closing_mark_is_not_in_the_quote() -> None:
    assert texts("The plan would “give every village a voice”, Ida Lund said.") == ["give every village a voice"]


def test_ellipses_and_brackets_inside_stay_as_printed() -> None:
    text = "“[The council] listened … <…> and then it voted,” Ida Lund said."
    assert texts(text) == ["[The council] listened … <…> and then it voted"]


def test_a_quote_within_a_quote_is_part_of_the_outer_one() -> None:
    text = "“He told me ‘never again’ and left,” Ida Lund said."
    assert texts(text) == ["He told me ‘never again’ and left"]


def test_apostrophes_do_not_end_a_single_quoted_quote() -> None:
    text = "‘I don’t think the farmers’ plan from the ’90s will do, and James’ view is the same,’ Ida Lund said."
    assert texts(text) == [text[1 : text.index(",’ Ida")]]


def test_apostrophes_alone_are_no_quotes() -> None:
    assert texts("Ida Lund said the farmers' plan from the '90s wasn't James' idea.") == []


def test_an_unclosed_quote_ends_with_its_paragraph_and_goes_on_in_the_next_that_opens_with_a_mark() -> None:
    said = "“We waited all night for the ferry,” Ida Lund said. “Nobody came."
    text = said + "\n\n“In the morning we walked home.”\n\nIt rained."
    found = extract(text)
    assert [q.text for q in found][1:] == ["Nobody came.", "In the morning we walked home."]
    assert len({q.utterance for q in found}) == 1
    assert {q.speaker for q in found} == {"Ida Lund"}
    assert found[2].method == "continuation"


def test_a_mark_for_inches_opens_nothing() -> None:
    assert texts('The fish was 14" long, Ida Lund said.') == []


def test_straight_marks_pair_again_in_the_next_paragraph_after_one_was_forgotten() -> None:
    text = '"We will see, Lund said.\n\n"The bridge is closed until further notice," Lund said.'
    assert texts(text)[-1] == "The bridge is closed until further notice"


def test_offsets_count_code_points() -> None:
    text = "🐟🐟 “The fish are back,” said Zoë Ås."
    (quote,) = extract(text)
    assert text[quote.start : quote.end] == "The fish are back"
    assert quote.mention is not None
    assert text[quote.mention.start : quote.mention.end] == quote.mention.text
    assert quote.cue is not None
    assert text[quote.cue.start : quote.cue.end] == quote.cue.text == "said"
