"""What becomes of a standfirst that quotes: no quote may be lost, and every quote's offsets are in the body."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|«([^»]+)»|„([^“”]+)[“”]|(?<!\w)‘(.+?)’(?!\w)|(?<!\w)'(.+?)'(?!\w)")


def body_with_standfirst(standfirst: str | None, body: str) -> str:
    """The body, the standfirst its first paragraph if that holds quoted words that the body does not repeat verbatim.

    A comma or full stop inside the marks is not counted: “no,” and “no.” are the same words.
    """
    if not standfirst:
        return body
    quoted = (next(filter(None, groups)) for groups in _QUOTED.findall(standfirst))
    if all(words.rstrip(" ,.") in body for words in quoted):
        return body
    return f"{standfirst}\n\n{body}"
