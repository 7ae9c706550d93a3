"""What holds for any input at all."""

from __future__ import annotations

import html
import unicodedata
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from service.ingest import Unreadable, read
from service.ingest.agencies import canonical_agency
from service.ingest.cleanup import clean
from service.models import ArticleIn, Draft

TODAY = date(2026, 1, 1)
PAGES = [
    path.read_text(encoding="utf-8").partition("\n=====\n")[2]
    for path in (Path(__file__).parent / "pages").glob("*.txt")
]
LINES = st.sampled_from([line for page in PAGES for line in page.split("\n")])
# Lines of pages in any order, with anything between them: shapes that no rule was written for.
SHUFFLED = st.lists(LINES | st.text(max_size=60), max_size=25).map("\n".join)
NASTY = st.text(
    alphabet=st.characters() | st.sampled_from("“”\"'‘’ \n\r\t\xa0\u200d\u202e\ue000â€™Ã©…|—"), max_size=300
)


def read_or_none(article_in: ArticleIn) -> Draft | None:
    try:
        return read(article_in, today=TODAY)
    except Unreadable:
        return None


def folded(text: str) -> str:
    return " ".join(text.split())


@settings(max_examples=300, deadline=None)
@given(SHUFFLED | NASTY)
def test_any_text_is_read_or_refused_and_its_body_is_clean(text: str) -> None:
    draft = read_or_none(ArticleIn(text=text, language="en"))
    if draft:
        assert draft.body
        assert not any(
            unicodedata.category(character) in {"Cc", "Cs", "Co"} for character in draft.body if character != "\n"
        )
        assert draft.body == clean(draft.body)


@settings(max_examples=300, deadline=None)
@given(SHUFFLED)
def test_metadata_is_null_or_stands_in_the_page(text: str) -> None:
    draft = read_or_none(ArticleIn(text=text, language="en"))
    if draft:
        page = folded(clean(html.unescape(text)))
        for value in (draft.title, draft.outlet, draft.section, *draft.authors):
            assert value is None or folded(value) in page
        assert draft.agency is None or canonical_agency(draft.agency) == draft.agency
        assert draft.published_at is None or str(draft.published_at.year) in page


@settings(max_examples=300, deadline=None)
@given(SHUFFLED | NASTY)
def test_reading_a_body_again_changes_nothing(text: str) -> None:
    draft = read_or_none(ArticleIn(text=text, language="en"))
    if draft:
        assert read(ArticleIn(body=draft.body, language="en")).body == draft.body


@settings(max_examples=200, deadline=None)
@given(SHUFFLED)
def test_no_line_that_quotes_is_lost_with_the_boilerplate(text: str) -> None:
    quoting = "“Nobody asked us about the wall,” the ferryman Ole Brandt said on the quay."
    prose = "The council of Wexmouth voted for the wall on Tuesday night, the clerk said."
    draft = read_or_none(
        ArticleIn(text=f"Wall to be raised by two metres\n\n{prose}\n\n{quoting}\n\n{prose}\n\n{text}", language="en")
    )
    assert draft
    assert quoting in draft.body


@settings(max_examples=40, deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from(["<p>", "</p>", "<div>", "<!--", "<script>", "<h1>", "&", "text ", "\x00"]), max_size=40
    ).map("".join)
)
def test_any_markup_is_read_or_refused(markup: str) -> None:
    read_or_none(ArticleIn(html=markup, language="en"))
