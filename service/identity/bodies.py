"""Which sources have a name of their own: `Amnesty International` does, `the report` and `the Foreign Ministry` not."""

from __future__ import annotations

import re

from service.models import SpeakerType


def words(text: str) -> frozenset[str]:
    """A word list, blank-separated."""
    return frozenset(text.split())


_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*['’]?")
_COMMON = words(
    """
    administration affairs agency agriculture air and appeals army assembly attorney authorities authority board
    bureau cabinet central chamber city coalition commerce commission committee communications congress
    constitutional council county court crown culture defence defense department development district economic
    economy education election electoral embassy emergency employment energy environment federal finance fire force
    forces foreign general government health high home homeland house housing immigration industry information
    intelligence interior internal justice labor labour law legislature local lower many military minister ministry
    national navy of officials opposition others parliament police policy presidency president prime prosecutor
    public secret secretariat security senate service services social some state supreme the trade transport
    transportation treasury tribunal upper welfare
    """
)
"""Words of which every country's ministries, courts and forces are made; a name needs one more."""

_POSSESSIVE = ("’s", "'s", "’", "'")


def has_own_name(name: str, kind: SpeakerType | None) -> bool:
    """Whether the same words in another article mean the same speaker.

    A person's name does, as far as names go. A body's does when a word with a capital in it is none that every state
    has (`the Kenyan Foreign Ministry`, not `the Foreign Ministry`). The first word of a phrase may have its capital
    from the beginning of a sentence (`One message`), so it counts only alone, as an abbreviation, or as the owner of
    what every state has (`Kenya’s foreign ministry`, not `Ryan’s campaign`).
    """
    if kind == "unnamed":
        return False
    if kind != "organisation":
        return True
    first, *rest = _WORD.findall(name) or [""]
    if any(_own(word) for word in (rest or [first])) or _is_abbreviation(first):
        return True
    return first[:1].isupper() and first.endswith(_POSSESSIVE) and any(word.lower() in _COMMON for word in rest)


def _own(word: str) -> bool:
    return word[:1].isupper() and word.lower() not in _COMMON


def _is_abbreviation(word: str) -> bool:
    return len(word) > 1 and word.isupper()
