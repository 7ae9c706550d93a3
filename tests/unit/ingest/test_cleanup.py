from __future__ import annotations

import pytest

from service.ingest.cleanup import clean, clean_line, is_binary


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("â€œNo,â€\x9d she said", "“No,” she said"),
        ("â€œNo,â€ she said", "“No,” she said"),
        ("the harbourâ€™s cafÃ©", "the harbour’s café"),
        ("it cost Â£5 or â‚¬6", "it cost £5 or €6"),
        ("one line is fine: ‘so’\nthe next naÃ¯ve", "one line is fine: ‘so’\nthe next naïve"),
        ("\x93Quoted\x94 \x96 by an old editor", "“Quoted” – by an old editor"),
    ],
)
def test_mojibake_is_repaired(damaged: str, repaired: str) -> None:
    assert clean(damaged) == repaired


@pytest.mark.parametrize(
    "text",
    ["“a” ‘b’ «c» „d“ \"e\" 'f' ’til — – … <…>", "the “CAFÉ” closed", "Œuvre, Ångström, É’s, ÎLE", "ﬁne ＡＢＣ &amp;"],
)
def test_what_is_well_printed_stays_as_printed(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc\x0bd\u2028e", "a\nb\nc\nd\ne"),
        ("a\xa0b\u202fc\td", "a b c d"),
        ("a\u200bb\u202ec\u2066d\ufeffe\xadf", "abcdef"),
        ("a\ue000b\uf8ffc\U000f0001d\ufdd0e", "abcde"),
        ("a\x00b\x07c\x1bd", "abcd"),
        ("a  \nb\n\n\n\nc\n", "a\nb\n\nc"),
        ("e\u0301", "é"),
        ("bad \ud83d end", "bad  end"),
    ],
)
def test_text_has_one_normal_form(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_joiners_stay_where_they_carry_meaning() -> None:
    persian, family = "می\u200cخواهم", "👩\u200d👧"
    assert clean(persian) == persian
    assert clean(family) == family
    assert clean("foot\u200cball") == "football"


def test_a_title_comes_on_one_line() -> None:
    assert clean_line("  Bridge \n to\topen ") == "Bridge to open"


@pytest.mark.parametrize("content", ["%PDF-1.7 …", "PK\x03\x04word", "\ufffd\ufffd\x00\x01x" * 9, "a\x00" * 50])
def test_binary_is_told_from_text(content: str) -> None:
    assert is_binary(content)


@pytest.mark.parametrize(
    "content", ["", "one bad \x00 byte in a long enough line of text", "caf\ufffd in a page of text that is fine"]
)
def test_text_with_one_bad_character_is_text(content: str) -> None:
    assert not is_binary(content)
