"""HTML that is an article and nothing else (of a feed, a message, Markdown) as text, a blank line between blocks."""

from __future__ import annotations

import re

_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
])  # fmt: skip
_NO_TEXT = (
    "audio", "button", "figcaption", "figure", "form", "head", "iframe", "math", "noscript", "object", "script",
    "style", "svg", "template", "title", "video",
)  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f]+")


def text_of_html(html: str) -> str:
    """The text of a fragment; blank where it has none. Captions, scripts and what is embedded are left out."""
    from lxml import etree
    from lxml import html as lxml_html

    if not html.strip():
        return ""
    try:
        root = lxml_html.fromstring(f"<div>{html}</div>")
    except (etree.LxmlError, ValueError):
        return ""
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, *_NO_TEXT, with_tail=False)
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _BLOCKS:
            parts.append("\n\n")
        elif element.tag == "br" and event == "start":
            parts.append("\n")
        text = element.text if event == "start" else element.tail
        if text and (event == "start" or element is not root):
            parts.append(_SPACE.sub(" ", text))
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
