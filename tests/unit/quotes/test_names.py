"""Who the mention is: pronouns, offices, surnames and nominal sources resolved within the article."""

from __future__ import annotations

from service.quotes import extract

OPENING = "Prime Minister Tomas Riel met the engineer Anna Sorel in the capital on Monday.\n\n"


def last(text: str) -> tuple[str | None, str]:
    found = extract(text)
    return found[-1].speaker, found[-1].method


def test_a_surname_stands_for_the_fullest_name_without_title() -> None:
    assert last(OPENING + "“The canal is open,” Riel said.")[0] == "Tomas Riel"


def test_a_pronoun_goes_to_the_person_of_its_gender_not_to_the_one_named_last() -> None:
    text = "Mr. Tomas Riel met the engineer Ms. Anna Sorel on Monday. “The canal is open,” he said."
    assert last(text) == ("Tomas Riel", "pronoun")
    assert last(text.replace("he said", "she said")) == ("Anna Sorel", "pronoun")


def test_a_pronoun_never_stands_for_a_country() -> None:
    text = "Tomas Riel spoke first. Norland has waited for years, and Norland is ready. He said it was “time to act.”"
    assert last(text)[0] == "Tomas Riel"


def test_an_office_stands_for_the_person_who_was_introduced_with_it() -> None:
    assert last(OPENING + "“The canal is open,” the prime minister said.") == ("Tomas Riel", "title")


def test_a_leader_by_adjective_is_the_one_who_was_introduced_with_it() -> None:
    text = "Norlandic President Tomas Riel met Sudian President Ivo Karst. “We shall see,” the Norlandic leader said."
    assert last(text) == ("Tomas Riel", "title")


def test_a_spokesman_without_a_name_is_never_the_nearest_person() -> None:
    found = extract(OPENING + "“We will not answer today,” a spokesman for the ministry said.")
    assert found[-1].speaker == "a spokesman for the ministry"
    assert found[-1].speaker_type == "unnamed"
    assert found[-1].method == "nominal"


def test_a_ministry_speaks_as_an_organisation() -> None:
    found = extract(OPENING + "“The canal is open to all ships,” the ministry said in a statement.")
    assert (found[-1].speaker, found[-1].speaker_type) == ("the ministry", "organisation")


def test_two_who_share_a_surname_are_told_apart_by_their_honorifics() -> None:
    text = "Mr. Paul Tarn and Mrs. Ella Tarn came together. “I am glad,” Mrs. Tarn said. “I am not,” Mr. Tarn said."
    assert [q.speaker for q in extract(text)] == ["Ella Tarn", "Paul Tarn"]


def test_the_fullest_name_is_given_even_when_it_comes_after_the_quote() -> None:
    text = "“The canal is open,” Riel said.\n\nTomas Riel has been prime minister since May."
    assert last(text)[0] == "Tomas Riel"


def test_a_quote_that_is_a_paragraph_of_its_own_goes_on_with_the_last_speaker() -> None:
    text = OPENING + "“The canal is open,” Riel said.\n\n“The first ships came through at noon today.”"
    assert last(text) == ("Tomas Riel", "continuation")
    assert len({q.utterance for q in extract(text)}) == 1


def test_a_quote_with_nobody_in_sight_has_no_speaker() -> None:
    (quote,) = extract("“The canal is open to every ship from now on.”")
    assert (quote.speaker, quote.speaker_type, quote.method, quote.confidence) == (None, None, "none", 0.0)


def test_names_with_particles_initials_and_suffixes_are_kept_whole() -> None:
    for name in ("Lars van der Meer", "J. P. Okafor", "Ellis Grant Jr.", "Siobhán O’Dell", "Jean-Luc Marchetti"):
        assert extract(f"“The canal is open,” {name} said.")[0].speaker == name
