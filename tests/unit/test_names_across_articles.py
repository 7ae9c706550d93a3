"""Which printed names are one speaker's: a matter of the names alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.identity import exact_form, folded_form, has_own_name, local_form
from service.identity.given_names import _FILE

ONE = [
    (
        "Volodymyr Zelenskyy", "Vladimir Zelensky", "Volodymyr Zelenskiy", "Volodymyr Zelenskyj", "Vladimir Zelenskij",
        "VOLODYMYR ZELENSKY", "Володимир Зеленський", "Владимир Зеленский", "Volodymyr  Zelensky",
    ),
    ("Zelensky", "Zelenskyy", "Zelenskiy"),
    ("Alexei Navalny", "Aleksey Navalnyy", "Алексей Навальный"),
    ("Alexander Lukashenko", "Aliaksandr Lukashenka", "Aleksandr Lukashenko"),
    ("Yulia Tymoshenko", "Yuliya Timoshenko"),
    ("Dmitry Medvedev", "Dmitri Medvedyev"),
    ("Viktor Yanukovych", "Victor Yanukovich"),
    ("Mohammed bin Salman", "Muhammad Bin Salman", "Mohamed ben Salman"),
    ("Abdel Fattah el-Sisi", "Abdul Fattah al-Sisi", "Abdelfattah al-Sissi", "Abdel-Fattah El Sisi"),
    ("Bashar al-Assad", "Bashar Assad"),
    ("Saddam Hussein", "Saddam Hussain"),
    ("Ban Ki-moon", "Ban Ki Moon"),
    ("J.K. Rowling", "J. K. Rowling", "JK Rowling"),
    ("George H.W. Bush", "George H. W. Bush"),
    ("Thomas Müller", "Thomas Muller"),
    ("Sir Keir Starmer", "Keir Starmer"),
    ("James O’Brien", "James O'Brien"),
    ("the Heritage Foundation", "Heritage Foundation", "The Heritage Foundation"),
]  # fmt: skip

TWO = [
    ("George W. Bush", "George H. W. Bush"),
    ("George W. Bush", "George Bush"),
    ("Hillary Clinton", "Bill Clinton"),
    ("Clinton", "Hillary Clinton"),
    ("John F. Kennedy", "John Kennedy"),
    ("Donald Trump", "Donald Trump Jr."),
    ("Volodymyr Zelenskyy", "Olena Zelenska"),
    ("Volodymyr Zelenskyy", "Zelenskyy"),
    ("Vladimir Putin", "Vladimir Lenin"),
    ("Peter Anderson", "Peter Andersson"),
    ("Jenny Han", "Jenny Khan"),
    ("Jon Ham", "Jon Hamm"),
    ("Bruce Lee", "Bruce Le"),
    ("Michael Smith", "Michal Smith"),
    ("Mohammed Salah", "Mohammed Saleh"),
    ("Mohammed Hassan", "Mohammed Hussein"),
    ("Abdullah Gul", "Abdul Gul"),
    ("习近平", "李强"),
]


@pytest.mark.parametrize("names", ONE, ids=lambda names: names[0])
def test_spellings_of_one_name_have_one_form(names: tuple[str, ...]) -> None:
    assert len({folded_form(name) for name in names}) == 1


@pytest.mark.parametrize(("one", "other"), TWO)
def test_two_people_stay_two(one: str, other: str) -> None:
    assert folded_form(one) != folded_form(other)


def test_no_given_name_stands_in_two_places_of_the_list() -> None:
    listed = [
        word for line in _FILE.read_text().splitlines() if line[-1] != ":" and line[0] != "#" for word in line.split()
    ]
    assert sorted(listed) == sorted(set(listed))


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"]), min_size=1))
def test_every_name_has_forms_and_no_exact_form_is_a_folded_one(name: str) -> None:
    assert folded_form(name)[1:].strip()
    assert local_form(name)[1:]
    assert exact_form(name)[0] != folded_form(name)[0]
    assert folded_form(name) == folded_form("  ".join(name.split(" ")))


@pytest.mark.parametrize(
    "name",
    ["CNN", "NATO ministers", "Washington Post", "Amnesty International", "the Kenyan Foreign Ministry", "Greenpeace",
     "Kenya’s foreign ministry", "the White House", "U.S. Justice Department", "the Heritage Foundation"],
)  # fmt: skip
def test_a_body_with_a_name_of_its_own_is_the_same_in_every_article(name: str) -> None:
    assert has_own_name(name, "organisation")


@pytest.mark.parametrize(
    "name",
    ["the report", "the ministry", "the Foreign Ministry", "The ad", "One message", "Police", "police", "Parliament",
     "Ryan’s campaign", "the Justice Department", "Multiple outlets", "the Supreme Court"],
)  # fmt: skip
def test_a_body_that_every_country_has_or_a_paper_is_another_in_every_article(name: str) -> None:
    assert not has_own_name(name, "organisation")


def test_people_have_names_and_the_unnamed_have_none() -> None:
    assert has_own_name("Clinton", "person")
    assert not has_own_name("A NATO spokesman", "unnamed")
