"""Constructions that mislead rules by distance: one test a kind, with sentences of our own."""

from __future__ import annotations

import pytest

from service.quotes import extract


def speakers(text: str) -> list[str | None]:
    return [q.speaker for q in extract(text)]


def test_a_quote_over_three_paragraphs_is_one_utterance_of_one_speaker() -> None:
    text = (
        "“The harbour froze in a single night,” said Edda Lorne.\n\n"
        "“By morning we could walk to the lighthouse.\n\n"
        "“Nobody under seventy had seen it before.”"
    )
    found = extract(text)
    assert [q.speaker for q in found] == ["Edda Lorne"] * 3
    assert len({q.utterance for q in found}) == 1


def test_the_pronoun_goes_to_the_man_who_has_been_speaking_not_to_the_one_he_speaks_of() -> None:
    text = "Peter Garrick runs it. “I sold the loom to Simon Oakes,” Garrick said. “It was older than me,” he said."
    assert speakers(text) == ["Peter Garrick"] * 2


def test_who_says_that_another_was_right_is_the_speaker() -> None:
    text = "Nina Varga said Otto Brandt had been “right about the tunnel all along.”"
    assert speakers(text) == ["Nina Varga"]


def test_an_interrupted_quote_is_one_utterance() -> None:
    found = extract("“We mended the nets,” Ailsa Munro said, “and then we mended the boat.”")
    assert [(q.speaker, q.utterance) for q in found] == [("Ailsa Munro", 0), ("Ailsa Munro", 0)]


def test_a_quote_without_a_cue_goes_on_with_the_speaker_of_its_paragraph() -> None:
    text = "“The clock stopped at noon,” Ailsa Munro said. “It has been noon ever since.”"
    assert speakers(text) == ["Ailsa Munro", "Ailsa Munro"]


def test_a_transcript_line_is_spoken_by_its_label_and_is_a_quote_only_between_marks() -> None:
    lines = [
        "Joan Wallis met Carl Dietz.",
        "WALLIS: “Did the dam hold?”",
        "DIETZ: “It held until four.”",
        "WALLIS: And?",
    ]
    text = "\n\n".join(lines)
    found = extract(text)
    assert [(q.text, q.speaker) for q in found] == [
        ("Did the dam hold?", "Joan Wallis"),
        ("It held until four.", "Carl Dietz"),
    ]


def test_a_tweet_belongs_to_who_tweeted_it() -> None:
    assert speakers("Senator Lena Holt tweeted: “The vote is off. Go home and get some sleep.”") == ["Lena Holt"]


def test_a_quote_within_a_quote_belongs_to_the_outer_one() -> None:
    text = "“He told me ‘never again’ and went to bed,” Rosa Lindt said."
    assert [(q.text, q.speaker) for q in extract(text)] == [("He told me ‘never again’ and went to bed", "Rosa Lindt")]


def test_single_marks_are_told_from_apostrophes() -> None:
    text = "‘The farmers’ union won’t budge, and it’s been like that since ’84,’ said Rosa Lindt."
    assert [(q.text, q.speaker) for q in extract(text)] == [
        ("The farmers’ union won’t budge, and it’s been like that since ’84", "Rosa Lindt")
    ]


def test_speech_relayed_by_an_organisation_is_the_organisations() -> None:
    text = "The well is dry. “Nobody was told about the well,” the ministry said in a statement read by its porter."
    (quote,) = extract(text)
    assert (quote.speaker, quote.speaker_type) == ("the ministry", "organisation")


def test_brackets_and_dots_stay_inside_the_quote() -> None:
    text = "“We found [the letter] … and burned it,” said Rosa Lindt."
    assert [(q.text, q.speaker) for q in extract(text)] == [("We found [the letter] … and burned it", "Rosa Lindt")]


def test_quotes_in_list_items_have_the_speaker_of_their_own_item() -> None:
    text = "- “The bread was warm,” said Rosa Lindt.\n- “The soup was not,” said Karl Ebner."
    assert speakers(text) == ["Rosa Lindt", "Karl Ebner"]


def test_a_quote_in_the_standfirst_goes_to_the_person_named_in_full_below() -> None:
    text = "“We shall not move,” says Lindt\n\nRosa Lindt has lived by the quarry for sixty years."
    assert speakers(text) == ["Rosa Lindt"]


def test_a_nickname_and_the_title_of_a_film_are_no_quotes() -> None:
    text = "Frank “Lefty” Orr, who starred in the film “The Salt Road,” died. “He made us laugh,” said Rosa Lindt."
    assert [q.text for q in extract(text)] == ["He made us laugh"]


def test_a_low_opening_mark_closes_with_a_high_one() -> None:
    text = "„The train is late because the rails are tired“, said Rosa Lindt."
    assert [(q.text, q.speaker) for q in extract(text)] == [
        ("The train is late because the rails are tired", "Rosa Lindt")
    ]


def test_the_name_beside_a_noun_phrase_is_the_speaker() -> None:
    text = "The report is long. Its author, Hana Weiss, said the ministry “looked at the water and saw paper.”"
    assert speakers(text) == ["Hana Weiss"]


def test_a_relative_clause_does_not_hide_who_speaks() -> None:
    text = "A retired pilot, who asked for no name to be printed, said that the runway was “a field with manners”."
    assert speakers(text) == ["A retired pilot"]


def test_it_stands_for_the_company_and_they_for_the_workers() -> None:
    assert speakers("Halden Energy cut jobs. It said the fall was “sustained and deep”.") == ["Halden Energy"]
    assert speakers("The workers met on Monday. They said the offer was “an insult to us all”.") == ["The workers"]


@pytest.mark.parametrize("place", ["in Fenbridge", "near Upper Carrow", "at Holm", "across Nordmark"])
def test_a_place_is_nobody_that_he_or_she_could_be(place: str) -> None:
    text = f"The council met on Monday to talk about the bridge {place}.\n\n“It has to close,” she said."
    assert [q.speaker for q in extract(text)] == [None]
