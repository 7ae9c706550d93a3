"""Direct and partial quotes, and what is no quote at all."""

from __future__ import annotations

from service.quotes import extract


def kinds(text: str) -> list[str]:
    return [q.kind for q in extract(text)]


def test_a_whole_clause_is_direct_and_a_fragment_in_the_reporters_sentence_is_partial() -> None:
    text = "“The dam held,” Oren Vask said. He called the night “long and cold.”"
    assert kinds(text) == ["direct", "partial"]


def test_the_second_half_of_an_interrupted_sentence_is_direct() -> None:
    assert kinds("“The dam held,” Oren Vask said, “because we built it twice.”") == ["direct", "direct"]


def test_a_one_word_quote_with_a_reporting_verb_is_a_quote() -> None:
    found = extract("Oren Vask said it was “impossible” to mend the dam before winter.")
    assert [(q.text, q.speaker) for q in found] == [("impossible", "Oren Vask")]


def test_a_term_put_to_the_speaker_in_a_question_is_no_quote_of_his() -> None:
    assert extract("Asked whether the town suffered from “flood fatigue,” Oren Vask declined to comment.") == []


def test_the_title_of_a_programme_is_no_quote() -> None:
    found = extract("“The dam held,” Oren Vask said on the radio show “Morning Water.” He left soon after.")
    assert [q.text for q in found] == ["The dam held"]


def test_an_attribute_of_markup_left_in_the_text_is_no_quote() -> None:
    assert extract('See <a href="https://example.org/the-dam">the page</a>, Oren Vask said.') == []
