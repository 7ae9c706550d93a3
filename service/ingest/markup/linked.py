"""What a page says of its article in JSON-LD (schema.org).

A page can hold many objects: its own article, sometimes several times over, but also related ones, comments, the
updates of a live blog. The article's are those whose headline agrees with the page's, else the first that is no part
of another thing.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from service.ingest.markup.agreement import agree
from service.ingest.markup.elements import plain

_ARTICLE_TYPE = re.compile(r"(?:\w*Article|\w*BlogPosting|Report|\w*PressRelease|\w*Review)$")
_PAGE_TYPE = re.compile(r"(?:\w*WebPage|ItemPage)$")
_COMMENT_MARKS = re.compile(
    r"^\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\*/)?)|(?:-->|(?://|/\*)?\s*\]\]>(?:\*/)?)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
# What hangs under these is another thing than the page's own article.
_OTHERS = re.compile(
    r"haspart|comments?|liveblogupdate|relatedlink|mentions|citation|about|ispartof|isbasedon|review|itemlistelement"
    r"|associatedmedia|video|image|potentialaction|suggestedanswer",
    re.IGNORECASE,
)
_INLINE = re.compile(r"</?(?:a|abbr|b|cite|em|i|mark|q|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE)
_TAGS = re.compile(r"(?:</?[a-zA-Z][^<>]*>\s*)+")
_DEEPEST = 12
_MOST_OBJECTS = 3_000
Object = dict[str, Any]


class LinkedArticle:
    """The page's own article, merged from all its objects; `titles` are what the page calls itself elsewhere."""

    def __init__(self, tree: Any, titles: list[str]) -> None:
        objects = [(each, own) for data in _parsed(tree) for each, own in _walk(data, True, _DEEPEST)][:_MOST_OBJECTS]
        self._by_id = {str(each["@id"]): each for each, _ in objects if "@id" in each and len(each) > 1}
        self.types = {kind for each, own in objects if own for kind in _types(each)}
        articles = [(each, own) for each, own in objects if any(map(_ARTICLE_TYPE.match, _types(each)))]
        agreeing = [one for one in articles if any(agree(title, self._headline(one[0])) for title in titles)]
        mains = [each for each, own in articles if own]
        self._articles: list[Object] = (
            [each for each, own in agreeing if own] or [each for each, _ in agreeing] or mains[:1]
        )
        self._pages = [each for each, own in objects if own and any(map(_PAGE_TYPE.match, _types(each)))]
        self._sites = [each for each, own in objects if own and "WebSite" in _types(each)]

    @property
    def found(self) -> bool:
        """Whether there is one."""
        return bool(self._articles)

    def texts(self, key: str) -> list[str]:
        """The strings under `key`, object by object."""
        return [text for value in self._values(key) for text in self._names(value)]

    def text(self, *keys: str) -> str | None:
        """The first string under the first key that has one."""
        return next((text for key in keys for text in self.texts(key)), None)

    def body(self) -> str:
        """The article's text, where the page repeats it for machines; paragraphs mostly run together."""
        return max(map(_without_tags, self._values("articleBody")), key=len, default="")

    def updates(self) -> list[str]:
        """What a live blog tells of its updates, in its order: each one's headline, if any, over its text."""
        listed = [
            each for value in self._values("liveBlogUpdate") for each in (value if isinstance(value, list) else [value])
        ]
        texts = (_without_tags(each.get("articleBody")) for each in listed if isinstance(each, dict))
        headlines = (self._headline(each) for each in listed if isinstance(each, dict))
        return [f"{headline}\n\n{text}".strip() for headline, text in zip(headlines, texts, strict=True) if text]

    def page_text(self, key: str) -> str | None:
        """The string under `key` of the object that stands for the page, not for the article."""
        return next((text for each in self._pages for text in self._names(each.get(key))), None)

    def site_names(self) -> list[str]:
        """Names of the publisher, then of the site."""
        return self.texts("publisher") + [name for site in self._sites for name in self._names(site.get("name"))]

    def people(self) -> list[list[tuple[str, bool]]]:
        """For each object and each of `author` and `creator`, the names, and whether they are said to be persons."""
        sources = []
        for article in self._articles:
            for key in ("author", "creator"):
                values = article.get(key)
                values = values if isinstance(values, list) else [values]
                named = [
                    (name, "Person" in _types(each) if isinstance(each, dict) else False)
                    for each in map(self._resolved, values)
                    for name in self._names(each)
                ]
                if named:
                    sources.append(named)
        return sources

    def _headline(self, article: Object) -> str:
        return next(iter(self._names(article.get("headline") or article.get("name"))), "")

    def _values(self, key: str) -> Iterator[Any]:
        return (article[key] for article in self._articles if article.get(key))

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
            return self._by_id.get(str(value.get("@id")), value)
        return value

    def _names(self, value: Any, depth: int = 3) -> list[str]:
        value = self._resolved(value)
        if isinstance(value, list) and depth:
            return [name for each in value for name in self._names(each, depth - 1)]
        if isinstance(value, dict) and depth:
            return self._names(value.get("name") or value.get("@value"), depth - 1)
        text = plain(value) if isinstance(value, str | bool) else ""
        return [text] if text else []


def _types(value: Object) -> list[str]:
    kinds = value.get("@type")
    return [
        kind.rsplit("/", 1)[-1] for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)
    ]


def _without_tags(text: Any) -> str:
    """A text whose markup is gone, its blocks apart; nothing for what is no text."""
    return html.unescape(_TAGS.sub("\n\n", _INLINE.sub("", text))).strip() if isinstance(text, str) else ""


def _parsed(tree: Any) -> Iterator[Any]:
    for text in tree.xpath("//script[contains(translate(@type,'LDJSON','ldjson'),'ld+json')]/text()"):
        bare = _COMMENT_MARKS.sub("", str(text)).strip().rstrip(";")
        for attempt in (bare, _TRAILING_COMMA.sub("", bare)):
            try:
                yield json.loads(attempt, strict=False)
                break
            except (ValueError, RecursionError):
                continue  # the page's own mistake: other sources remain


def _walk(data: Any, own: bool, depth: int) -> Iterator[tuple[Object, bool]]:
    """Every object, and whether it is no part of another thing."""
    if depth == 0:
        return
    if isinstance(data, list):
        for each in data:
            yield from _walk(each, own, depth - 1)
    elif isinstance(data, dict):
        yield data, own
        for key, value in data.items():
            if isinstance(value, dict | list):
                yield from _walk(value, own and not _OTHERS.fullmatch(key), depth - 1)
