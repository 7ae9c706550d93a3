"""The article's own text in a page."""

from __future__ import annotations

import re
from typing import Any

from service.ingest.cleanup import clean
from service.ingest.markup.document import Document
from service.ingest.markup.linked_body import settled
from service.ingest.markup.live_blog import flatten, with_told_updates
from service.ingest.markup.pruning import join_parts, prune


def article_text(document: Document) -> str:
    """Paragraphs apart by an empty line; the items of a list stay together. The document's tree is used up."""
    from trafilatura import bare_extraction

    if document.updates:
        flatten(document.updates, document.headline)
    join_parts(document.tree)
    prune(document.tree, document.headline)
    extracted: Any = bare_extraction(document.tree, include_comments=False, include_tables=False, with_metadata=False)
    text = clean(re.sub(r"\n(?!- )", "\n\n", getattr(extracted, "text", None) or ""))
    text = settled(text, clean(document.linked.body()))
    return with_told_updates(text, [clean(each) for each in document.linked.updates()])
