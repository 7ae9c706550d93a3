"""The headline's words: as the page shows them, without the site's name."""

from __future__ import annotations

from typing import NamedTuple

from service.ingest.markup.document import Document
from service.ingest.markup.elements import text_of
from service.ingest.outlets import split_title
from service.ingest.shape import letters


class Headline(NamedTuple):
    """A headline, and the outlet's name where it stood behind or before one of the page's titles."""

    title: str
    outlet: str | None


def headline(document: Document, site_names: list[str], body: str) -> Headline | None:
    """The headline: what is shown over the article, else what JSON-LD, OpenGraph or `<title>` say, in this order.

    `site_names` are names that the page gives its site; `body` tells an outlet from one that the article cites.
    """
    shown = text_of(document.headline) if document.headline is not None else None
    stated = [*document.linked.texts("headline")[:1], *document.titles]
    twins = frozenset([letters(shown)] if shown else [])
    split = [_without_site(title, site_names, body, twins) for title in stated]
    outlet = next((each.outlet for each in split if each.outlet), None)
    if shown:
        return Headline(_without_site(shown, site_names, body, frozenset()).title, outlet)
    return Headline(split[0].title, outlet) if split else None


def _without_site(title: str, site_names: list[str], body: str, twins: frozenset[str]) -> Headline:
    outlet = None
    for known in [*site_names, None]:
        split = split_title(title, body, twins, known)
        title, outlet = split.title, outlet or split.outlet
    return Headline(title, outlet)
