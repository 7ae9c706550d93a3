"""The sample corpus is what its README says, and its gold answers are true of its files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec
import pytest

from service.models import ArticleIn

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample"
CORPUS = ROOT.parent / "shared" / "corpus"
GOLD: dict[str, Any] = json.loads((SAMPLE / "gold.json").read_text(encoding="utf-8"))
ENTRIES: list[dict[str, Any]] = GOLD["articles"]


class PageText(HTMLParser):
    """The text of a page as a browser shows it, on one line; scripts and styles left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)

    def text(self) -> str:
        return " ".join("".join(self.parts).split())


def rows_of(path: Path) -> Iterator[bytes]:
    """Every ArticleIn that a file stands for, as the JSON a client would send."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".ndjson":
        yield from (line.encode() for line in content.splitlines())
    elif path.suffix == ".json":
        yield content.encode()
    else:
        yield msgspec.json.encode({"html" if path.suffix == ".html" else "text": content})


def text_of(article: ArticleIn) -> str:
    if article.html is None:
        return article.text or article.body or ""
    page = PageText()
    page.feed(article.html)
    return page.text()


def key_of(path: Path, article: ArticleIn) -> str:
    name = path.relative_to(SAMPLE).as_posix()
    return f"{name}#{article.external_id}" if path.suffix == ".ndjson" else name


def entry_key(entry: dict[str, Any]) -> str:
    name: str = entry["file"]
    return f"{name}#{entry['external_id']}" if name.endswith(".ndjson") else name


FILES = sorted(path for path in (SAMPLE / "articles").rglob("*") if path.is_file())
ARTICLES = {
    key_of(path, article): article
    for path in FILES
    for article in (msgspec.json.decode(row, type=ArticleIn, strict=True) for row in rows_of(path))
}
each_article = pytest.mark.parametrize("entry", ENTRIES, ids=entry_key)


def days() -> list[date]:
    return [date.fromisoformat(entry["published_at"][:10]) for entry in ENTRIES if entry["published_at"]]


def eight_grams(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return set(zip(*(words[start:] for start in range(8)), strict=False))


def corpus_texts() -> Iterator[str]:
    for path in sorted(CORPUS.rglob("*.txt")):
        yield path.read_text(encoding="utf-8", errors="replace")
    for path in sorted(CORPUS.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)


def test_there_are_enough_articles_outlets_and_months() -> None:
    outlets = {entry["outlet"] for entry in ENTRIES} - {None}
    assert len(ENTRIES) >= 48
    assert len(outlets) == 7
    assert {day.year for day in days()} == {2024, 2025}
    assert (max(days()) - min(days())).days > 600


def test_the_formats_are_mixed() -> None:
    suffixes = [path.suffix for path in FILES]
    assert suffixes.count(".txt") >= 24
    assert suffixes.count(".html") == 8
    assert suffixes.count(".json") == 6
    assert suffixes.count(".ndjson") == 1


def test_gold_answers_for_every_article_once() -> None:
    keys = [entry_key(entry) for entry in ENTRIES]
    assert sorted(keys) == sorted(ARTICLES)


def test_every_row_has_exactly_one_content_and_a_date_that_is_one() -> None:
    for article in ARTICLES.values():
        assert [article.text, article.html, article.body].count(None) == 2
        if article.published_at is not None:
            assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?", article.published_at), (
                article.published_at
            )
        if article.url is not None:
            assert re.match(r"https://[a-z-]+\.example/", article.url)


@each_article
def test_every_quote_and_every_scare_quote_stands_in_its_file(entry: dict[str, Any]) -> None:
    text = text_of(ARTICLES[entry_key(entry)])
    at = 0
    for quote in entry["quotes"]:
        at = text.find(quote["text"], at)
        assert at >= 0, quote["text"]
        at += len(quote["text"])
    assert [words for words in entry["not_quotes"] if words not in text] == []


@each_article
def test_every_speaker_is_named_in_the_file(entry: dict[str, Any]) -> None:
    text = text_of(ARTICLES[entry_key(entry)]).casefold()
    speakers = {quote["speaker"] for quote in entry["quotes"]} - {None}
    assert [speaker for speaker in sorted(speakers) if speaker.casefold() not in text] == []
    assert {quote["kind"] for quote in entry["quotes"]} <= {"direct", "partial"}


@each_article
def test_what_the_gold_says_of_the_page_can_be_read_on_the_page(entry: dict[str, Any]) -> None:
    article = ARTICLES[entry_key(entry)]
    printed = " ".join(filter(None, (text_of(article), article.html, article.title, article.outlet, article.agency)))
    facts = [entry["title"], entry["outlet"], entry["agency"], *entry["not_in_body"]]
    assert [fact for fact in facts if fact and fact not in printed] == []


@each_article
def test_lengths_are_those_of_news(entry: dict[str, Any]) -> None:
    assert 150 <= len(text_of(ARTICLES[entry_key(entry)]).split()) <= 600


def test_same_statements_name_quotes_that_the_gold_has() -> None:
    known = {(entry_key(entry), quote["text"]) for entry in ENTRIES for quote in entry["quotes"]}
    members = [
        (file, text) for group in GOLD["same_statement"] + GOLD["repeated_statement"] for file, text in group["members"]
    ]
    assert [member for member in members if member not in known] == []


def test_people_recur_across_outlets() -> None:
    outlets: dict[str, set[str]] = {}
    for entry in ENTRIES:
        for quote in entry["quotes"]:
            outlets.setdefault(str(quote["speaker"]), set()).add(str(entry["outlet"]))
    assert len([speaker for speaker, seen in outlets.items() if len(seen) > 1]) >= 12


@pytest.mark.skipif(not CORPUS.exists(), reason="../shared/corpus is not on this machine: nothing to compare with")
def test_nothing_is_copied_from_the_shared_corpus() -> None:
    ours = {gram: key for key, article in ARTICLES.items() for gram in eight_grams(text_of(article))}
    shared = {ours[gram]: " ".join(gram) for text in corpus_texts() for gram in eight_grams(text) if gram in ours}
    assert shared == {}
