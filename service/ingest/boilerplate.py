"""Lines that a page puts around an article: by rule over their whole text, never for a word inside a sentence.

Every rule must match from the line's start, and nearly all its whole length. What is not clearly boilerplate stays:
a reader can skip a leftover line, but a lost sentence is lost.
"""

from __future__ import annotations

import re

from service.ingest.calls import RULES
from service.ingest.shape import OPENING_MARKS, letters, words
from service.ingest.vocabulary import BUTTONS, SHARING

_NETWORKS = frozenset(["facebook", "twitter", "whatsapp", "telegram", "linkedin", "reddit", "pinterest", "instagram"])

_COUNT = re.compile(
    r"(?:\d[\d.,]*\s?[km]?|no|(?:\d+ )?(?:view|show|add))\s+(?:all\s+)?(?:\d+\s+)?(?:comments?|shares?|views?|likes?"
    r"|retweets?|reactions?|replies|min(?:ute)?s?(?: of)? read(?:ing)?|votes?|photos|images)(?:\s+(?:so far|yet))?",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"(?:(?:updated|published|posted|last updated)\s*:?\s*)?(?:about |over |an? |\d+\+? ?)(?:sec(?:ond)?"
    r"|min(?:ute)?|hour|hr|day|week|month|year)s? ago",
    re.IGNORECASE,
)
_RULE_LINE = re.compile(r"[\W_]+")
_URL_LINE = re.compile(r"(?:source\s*:?\s*|link\s*:?\s*|via\s*:?\s*)?https?://\S+", re.IGNORECASE)
# These announce another story, whose headline may quote; any other line that quotes is the article's.
_TEASERS = frozenset(["read", "also", "see", "related", "more", "must", "don't", "dont", "watch", "listen"])
_QUOTED = re.compile(r"[“«]|\"[^\"]+\"")
# These also open sentences: where they open one that is long and ends as one, it is the article's.
_COMMON = _TEASERS | frozenset(
    ["top", "most", "popular", "latest", "view", "continue", "story", "you", "help", "find", "get"]
)
_SUBSCRIPTION = re.compile(r"\b(?:newsletters?|your inbox|subscribe)\b", re.IGNORECASE)
# Said by a page to its readers, wherever in the line: an article would tell of "its newsletter" and "their inbox".
_PITCH = re.compile(
    r"\b(?:sign(?:ing|ed)? up|subscrib\w+|register(?:ing)?)\b.{0,80}\bour\b.{0,40}\bnewsletters?\b"
    r"|\b(?:straight|delivered|direct(?:ly)?|sent) (?:in)?to your (?:e-?mail )?inbox\b|\bmore up to date browser\b"
    r"|\b(?:support|fund) our (?:independent )?(?:journalism|reporting|work|newsroom)\b|\bat no cost to you\b",
    re.IGNORECASE,
)
_LONG_SENTENCE = 12
_LONGEST_LABEL = 80
_LIST_ITEM = ("- ", "• ", "* ")
_LONGEST = 420
_FIRST_WORD = re.compile(r"[^\W\d_][\w'’-]*|©")
_DECORATION = " \t>»▶►•·*#|–—-→+✉"


def undecorated(line: str) -> str:
    """The line without the bullets, arrows and emphasis around it."""
    return line.strip(_DECORATION)


def is_boilerplate(line: str) -> bool:
    """Whether the whole line is a page's and not the article's: a button, a call, a notice, a counter, a link."""
    if len(line) > _LONGEST:
        return False
    bare = undecorated(line)
    if not bare:
        return True
    if bare[0] in OPENING_MARKS:
        return False
    first = _FIRST_WORD.match(bare)
    first_word = first[0].lower().replace("’", "'") if first else ""
    rule = RULES.get(first_word)
    if rule and rule.match(bare.replace("’", "'")):
        return not _is_own_sentence(bare, first_word)
    if _PITCH.search(bare):
        return not any(mark in bare for mark in OPENING_MARKS)
    return len(bare) <= _LONGEST_LABEL and not line.startswith(_LIST_ITEM) and _is_short_boilerplate(bare)


def _is_own_sentence(bare: str, first_word: str) -> bool:
    if first_word not in _TEASERS and _QUOTED.search(bare):
        return True
    if _SUBSCRIPTION.search(bare):
        return False
    return first_word in _COMMON and words(bare) >= _LONG_SENTENCE and bare.endswith(".") and ":" not in bare[:30]


def _is_short_boilerplate(bare: str) -> bool:
    return (
        letters(bare) in BUTTONS
        or _is_share_row(bare)
        or bool(
            _COUNT.fullmatch(bare) or _AGO.fullmatch(bare) or _RULE_LINE.fullmatch(bare) or _URL_LINE.fullmatch(bare)
        )
    )


def _is_share_row(bare: str) -> bool:
    tokens = bare.lower().replace(",", " ").replace("|", " ").replace("/", " ").split()
    return all(token in SHARING for token in tokens) and (len(tokens) > 1 or bare.lower() in _NETWORKS)
