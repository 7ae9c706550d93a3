from __future__ import annotations

import pytest

from service.ingest.agencies import credited_agency, dateline_agency, described_agency
from service.ingest.bylines import read_byline
from service.ingest.outlets import reprint_outlet, shortest_name, split_title, stated_outlet

NO_TWINS: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("line", "title", "outlet"),
    [
        ("Bridge to open in May | The Upland Review", "Bridge to open in May", "The Upland Review"),
        ("Bridge to open in May - Cedar Valley Tribune", "Bridge to open in May", "Cedar Valley Tribune"),
        ("Bridge to open in May — RT World News", "Bridge to open in May", "RT"),
        ("Bridge to open in May - BBC News", "Bridge to open in May", "BBC News"),
        ("Bridge to open in May | Local | Leaford Gazette", "Bridge to open in May", "Leaford Gazette"),
        ("Leaford Gazette | Bridge to open in May", "Bridge to open in May", "Leaford Gazette"),
        ("Bridge to open in May - uplandreview.com", "Bridge to open in May", "uplandreview.com"),
        ("Bridge will open in May – mayor", "Bridge will open in May – mayor", None),
        ("Bridge to open in May – Orr", "Bridge to open in May – Orr", None),
        ("Bridge to open in May", "Bridge to open in May", None),
        ("Opinion | The bridge we need", "The bridge we need", None),
    ],
)
def test_the_outlet_is_taken_off_the_title(line: str, title: str, outlet: str | None) -> None:
    assert split_title(line, "The bridge opens in May.", NO_TWINS, None)[:2] == (title, outlet)


def test_a_paper_that_the_article_cites_is_no_outlet_behind_a_dash() -> None:
    line = "Bridge to stay shut – Politico"
    assert split_title(line, "The bridge stays shut, Politico has reported.", NO_TWINS, None).outlet is None
    assert split_title(line, "The bridge stays shut, he told Politico.", NO_TWINS, None).outlet == "Politico"


def test_a_twin_without_the_ending_shows_that_it_is_the_outlet() -> None:
    twins = frozenset(["bridge to open in may"])
    assert split_title("Bridge to open in May - Holloway", "", twins, None)[:2] == ("Bridge to open in May", "Holloway")


def test_a_given_outlet_is_recognised_behind_the_title() -> None:
    assert split_title("Bridge to open in May – Holloway", "", NO_TWINS, "Holloway").title == "Bridge to open in May"


def test_the_desk_is_no_part_of_the_outlets_name() -> None:
    assert shortest_name("RT World News") == "RT"
    assert shortest_name("Daily World News") == "Daily World News"


def test_reprints_and_copyright_lines_name_the_outlet() -> None:
    assert reprint_outlet("This article was first published by The Upland Review on 4 May.") == "The Upland Review"
    assert reprint_outlet("Originally appeared in the Leaford Gazette.") == "Leaford Gazette"
    assert stated_outlet("© 2024 Leaford Gazette. All rights reserved.") == "Leaford Gazette"
    assert stated_outlet("Copyright 2023 The Associated Press. All rights reserved.") is None


@pytest.mark.parametrize(
    ("lead", "agency"),
    [
        ("PORT VARNA, June 3 (Reuters) - A ship left", "Reuters"),
        ("DUNMOUTH (AP) — The wall", "AP"),
        ("MOSCOW, May 3. /TASS/. The ship", "TASS"),
        ("BEIJING, June 1 (Xinhua) -- The ship", "Xinhua"),
        ("(AFP) – The ship left", "AFP"),
        ("The ship left, a source told Reuters (the agency) - again", None),
        ("The PA (public address) system - a loud one - failed", None),
    ],
)
def test_the_agency_is_read_from_the_dateline(lead: str, agency: str | None) -> None:
    assert dateline_agency(lead) == agency


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("— AP", "AP"),
        ("Source: Reuters/ec", "Reuters"),
        ("(AFP)", "AFP"),
        ("© 2023 AFP", "AFP"),
        ("With inputs from PTI", "PTI"),
        ("Additional reporting by Reuters", "Reuters"),
        ("Source: Pixabay", None),
        ("(Reporting by Jo Field; Editing by Ada Orr)", None),
    ],
)
def test_the_agency_is_read_from_a_closing_line(line: str, agency: str | None) -> None:
    assert credited_agency(line) == agency


def test_the_agency_is_read_from_an_authors_box() -> None:
    assert described_agency(["Agence France-Presse (AFP) is a news agency."]) == "AFP"
    assert described_agency(["Jo Field is a reporter who once worked for AFP."]) is None


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Ilse Vanden and Omar Teke", ["Ilse Vanden", "Omar Teke"]),
        ("By Ilse Vanden, Brussels correspondent", ["Ilse Vanden"]),
        ("by Ludwig van der Berg in Rotterdam", ["Ludwig van der Berg"]),
        ("Written by: Ada O'Neil-Orr for the Leaford Gazette", ["Ada O'Neil-Orr"]),
        ("By AFP", []),
        ("By our reporter", []),
    ],
)
def test_a_byline_gives_persons_only(line: str, authors: list[str]) -> None:
    byline = read_byline(line)
    assert byline is not None
    assert byline.authors == authors


@pytest.mark.parametrize(
    "line", ["By then, the war was over.", "By any measure the year was a bad one for the port", "Bystanders cheered"]
)
def test_a_sentence_is_no_byline(line: str) -> None:
    assert read_byline(line) is None
