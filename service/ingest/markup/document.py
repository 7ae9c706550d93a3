"""A parsed page as the modules of this package share it."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import Any

from service.ingest.markup.elements import is_elsewhere, own_prose
from service.ingest.markup.headline import headline_element, page_titles
from service.ingest.markup.linked import LinkedArticle
from service.ingest.markup.live_blog import LIVE_TITLE, shown_updates
from service.ingest.markup.metas import Metas


class Document:
    """The tree (an lxml element), its `<meta>`s, its titles, its JSON-LD and the element that holds its headline."""

    def __init__(self, tree: Any) -> None:
        self.tree = tree
        self.metas = Metas(tree)
        self.titles = page_titles(tree, self.metas)
        self.headline = headline_element(tree, self.titles, self.metas)
        self.linked = LinkedArticle(tree, self.titles)

    @cached_property
    def says_article(self) -> bool:
        """Whether the page says of itself that it is an article."""
        return (
            self.linked.found
            or (self.metas.first("og:type") or "").lower().startswith("article")
            or bool(self.tree.xpath("//*[@itemprop='articleBody']"))
        )

    @cached_property
    def is_paid_for(self) -> bool:
        """Whether the page says that its article is not free, and asks readers to pay or register for it."""
        stated = (self.linked.text("isAccessibleForFree") or "").lower() == "false"
        return stated or bool(self.tree.xpath("//*[contains(@class,'paywall') or contains(@class,'regwall')]"))

    @cached_property
    def is_video(self) -> bool:
        """Whether the page says of itself that it is a video, and not that it is an article."""
        kind = (self.metas.first("og:type") or "").lower()
        return kind.startswith("video") or ("VideoObject" in self.linked.types and not self.says_article)

    @cached_property
    def updates(self) -> list[Any]:
        """The elements that are a live blog's updates, in their order; none on other pages."""
        is_live = "LiveBlogPosting" in self.linked.types or any(map(LIVE_TITLE.search, self.titles))
        return shown_updates(self.tree) if is_live else []

    @cached_property
    def longest_prose(self) -> int:
        """The words of the paragraphs that stand together in one element, where these are the most."""
        return max(map(own_prose, {each.getparent() for each in self.tree.iter("p")}), default=0)

    @cached_property
    def _places(self) -> dict[Any, int]:
        return {element: number for number, element in enumerate(self.tree.iter())}

    def of_article(self, elements: list[Any]) -> list[Any]:
        """Those in no other part of the page: after the headline in its order, then before it, nearest first."""
        own = [each for each in elements if not is_elsewhere(each) and each not in self._within_updates]
        if self.headline is None or len(own) < 2:
            return own
        at = self._places[self.headline]
        return sorted(own, key=lambda each: (self._places[each] < at, abs(self._places[each] - at)))

    def after_headline(self, reach: int, *tags: str) -> list[Any]:
        """The elements of these tags among the `reach` that follow the headline; none without a headline."""
        if self.headline is None:
            return []
        at = self._places[self.headline]
        following = islice(self._places, at + 1, at + 1 + reach)
        own = (each for each in following if each.tag in tags and each not in self._within_updates)
        return [each for each in own if not is_elsewhere(each, itself=True)]

    @cached_property
    def _within_updates(self) -> set[Any]:
        return {each for update in self.updates for each in update.iter()}
