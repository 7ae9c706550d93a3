"""Speakers that a reporting verb or phrase names in the quote's own sentence."""

from __future__ import annotations

import pytest

from service.quotes import extract


def speakers(text: str) -> list[str | None]:
    return [q.speaker for q in extract(text)]


@pytest.mark.parametrize(
    "text",
    [
        "“The vote is final,” Mara Holt said.",
        "“The vote is final,” said Mara Holt.",
        "Mara Holt said: “The vote is final.”",
        "“The vote is final,” Mara Holt, the island’s deputy finance minister, told The Harbour Post.",
        "“The vote is final,” Mara Holt told reporters after a meeting with Lena Brandt.",
        "“The vote is final,” former Deputy Governor Mara Holt said on Tuesday.",
        "“The vote is final,” added Sen. Mara Holt (R-Fla.), who chairs the panel.",
        "According to Mara Holt, “the vote is final and nobody will change it.”",
    ],
)
def test_the_source_is_the_subject_of_the_reporting_verb(text: str) -> None:
    assert speakers(text) == ["Mara Holt"]


def test_partial_quote_goes_to_the_subject_of_the_cue_not_to_the_nearest_name() -> None:
    text = "Mara Holt arrived first. Lena Brandt arrived later. Holt said Lena Brandt was “right about the vote.”"
    assert speakers(text) == ["Mara Holt"]


def test_all_fragments_of_one_sentence_go_to_its_subject() -> None:
    text = "Mara Holt called the report by Lena Brandt “thin” and “a waste of good paper.”"
    assert speakers(text) == ["Mara Holt", "Mara Holt"]


def test_an_interrupted_quote_is_one_utterance_of_one_speaker() -> None:
    found = extract("“The vote is final,” Mara Holt said, “and Lena Brandt knows it.”")
    assert [q.speaker for q in found] == ["Mara Holt", "Mara Holt"]
    assert len({q.utterance for q in found}) == 1


def test_mention_and_cue_say_where_the_evidence_stands() -> None:
    text = "“The vote is final,” said Mara Holt."
    (quote,) = extract(text)
    assert quote.method == "cue-subject"
    assert quote.mention is not None
    assert (quote.mention.text, quote.mention.start) == ("Mara Holt", text.index("Mara"))
    assert quote.cue is not None
    assert (quote.cue.text, quote.cue.start) == ("said", text.index("said"))
    assert quote.confidence > 0.8


def test_according_to_is_named_as_the_evidence() -> None:
    (quote,) = extract("The vote was “final and fair,” according to Mara Holt.")
    assert (quote.speaker, quote.method) == ("Mara Holt", "according-to")
    assert quote.cue is not None
    assert quote.cue.text == "according to"


def test_a_transcript_line_belongs_to_the_name_before_its_colon() -> None:
    text = "Mara Holt met Lena Brandt.\n\nBRANDT: “Is the vote final?”\n\nHOLT: “It is final and it stands.”"
    found = extract(text)
    assert [q.speaker for q in found] == ["Lena Brandt", "Mara Holt"]
    assert {q.method for q in found} == {"transcript"}


def test_a_dateline_and_an_abbreviated_state_are_no_speakers() -> None:
    text = "ROCKPORT (AP) — The vote in Aspen, Colo., was “a long day for everyone,” Mara Holt said."
    assert speakers(text) == ["Mara Holt"]
