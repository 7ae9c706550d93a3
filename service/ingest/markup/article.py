"""The article's own text in a page."""

from __future__ import annotations

import re
from typing import Any

from service.ingest.cleanup import clean
from service.ingest.markup.document import Document
from service.ingest.markup.pruning import join_parts, prune
from service.ingest.shape import words

_TOO_LITTLE = 60  # words
_FAR_MORE = 2


def article_text(document: Document) -> str:
    """Paragraphs apart by an empty line; the items of a list stay together. The document's tree is used up."""
    from trafilatura import bare_extraction

    join_parts(document.tree)
    prune(document.tree, document.headline)
    extracted: Any = bare_extraction(document.tree, include_comments=False, include_tables=False, with_metadata=False)
    text = getattr(extracted, "text", None) or ""
    told = document.linked.body() if words(text) < _TOO_LITTLE else ""
    if words(told) > _FAR_MORE * words(text):
        return clean(told)
    return clean(re.sub(r"\n(?!- )", "\n\n", text))
