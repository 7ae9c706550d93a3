"""Headings of what stands beside an article: an author's box, the readers' comments, lists of other stories."""

from __future__ import annotations

import re

from service.ingest.boilerplate import undecorated
from service.ingest.shape import is_prose, words

_HEADING = re.compile(
    r"(?P<about>about (?:the |our )?(?:authors?|writers?|reporters?|contributors?|journalists?)|author bio"
    r"|the authors?|meet the author)"
    r"|(?P<comments>(?:\d+ )?comments?(?: \(?\d+\)?)?|leave a (?:comment|reply)|join the (?:conversation"
    r"|discussion)|reader comments|disqus)"
    r"|(?P<related>related|(?:related|recommended|trending|popular|latest|top|other|recent|featured|similar"
    r"|further|more|must)[ -](?:\w+ )?(?:articles?|stor(?:y|ies)|news|posts?|content|links?|coverage|reading"
    r"|reads?|headlines|topics?|videos?|now|today|for you)"
    r"|topics|tags|filed under|most (?:read|popular|viewed|shared|commented)(?: \w+){0,2}|you (?:may"
    r"|might) (?:also )?(?:like|be interested in)|more (?:from|on|in|like)\b.{0,40}"
    r"|read (?:also|next|more)|also read|see also|don't miss|what to read next|up next"
    r"|recommended(?: for you)?|trending|editors?'?s? picks?|in other news|from around the web"
    r"|around the web|sponsored links|promoted stories|popular|in case you missed it|latest(?: \w+)?"
    r"|also in the news|elsewhere on .{0,30})",
    re.IGNORECASE,
)


def heading_kind(line: str) -> str | None:
    """What a line of its own opens: "about" (an author's box), "comments", "related" (other stories); else None."""
    bare = undecorated(line).rstrip(":…. ").replace("’", "'")
    if len(bare) > 60 or words(bare) > 8 or is_prose(line):
        return None
    found = _HEADING.fullmatch(bare)
    return found.lastgroup if found else None
