"""What a line of a page looks like: prose, a headline, or neither. Shapes only, no words of any page."""

from __future__ import annotations

import re

from service.ingest.vocabulary import SMALL_WORDS

OPENING_MARKS = '“"«‘„‹'
_CLOSERS = "\"'”’»›)]}*_ "
_WORD = re.compile(r"[^\W_](?:[\w’'.-]*[^\W_])?")
_SPACELESS = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1000-\u109f]"
)  # Japanese, Chinese, Thai, Lao, Burmese
_LONG_WORD = 4
_LONGEST_HEADLINE = 30
_LONGEST_UNPUNCTUATED = 45


def words(line: str) -> int:
    """The number of space-separated words; two characters of a script without spaces count as one."""
    count = len(line.split())
    return count if line.isascii() else count + len(_SPACELESS.findall(line)) // 2


def ends_sentence(line: str) -> bool:
    """Whether the line ends as a sentence does, closing marks and brackets aside. An ellipsis is no such end."""
    bare = line.rstrip(_CLOSERS)
    return bare.endswith((".", "!", "?", ":", ";", "。", "！", "？", "।")) and not bare.endswith("..")


def ends_in_ellipsis(line: str) -> bool:
    """Whether the line trails off."""
    return line.rstrip(" ]).").endswith("…") or line.rstrip(" ])").endswith("...")


def is_prose(line: str) -> bool:
    """Whether the line reads as a paragraph of an article and not as a headline, a label or a teaser.

    A headline may end with ? or !, or with a quotation mark, but hardly with a full stop.
    """
    count = words(line)
    if count > _LONGEST_UNPUNCTUATED:
        return True
    bare = line.rstrip(_CLOSERS)
    if bare.endswith((".", "。", "।")):
        return count > _LONG_WORD and not bare.endswith("...")
    if bare.endswith((":", ";")):
        return count > 2 * _LONG_WORD
    return count > 2 * _LONG_WORD and ends_sentence(line)


def is_headline(line: str) -> bool:
    """Whether the line could stand over an article: two to thirty words that do not read as prose."""
    return (
        2 <= words(line) <= _LONGEST_HEADLINE
        and not is_prose(line)
        and not line.endswith((":", ";", ",", "…", "..."))
        and line[0] not in "([@#&/"
        and any(character.isalpha() for character in line)
    )


def is_title_case(line: str) -> bool:
    """Whether nearly every long word starts with a capital, as in American headlines; false for under four words."""
    long_words = [word for word in _WORD.findall(line) if word.lower() not in SMALL_WORDS]
    if len(long_words) <= _LONG_WORD:
        return False
    capitals = sum(not word[0].islower() for word in long_words)
    return capitals >= 0.85 * len(long_words)


def are_names(line: str) -> bool:
    """Whether every word starts with a capital or is a small word of a name ("The Bank of England")."""
    tokens = line.split()
    return bool(tokens) and all(
        token[0].isupper() or token[0].isdigit() or token in {"of", "the", "and", "&", "for", "de", "on"}
        for token in tokens
    )


def letters(line: str) -> str:
    """The line folded for comparison: lower case, letters and digits only, single spaces."""
    return " ".join(_WORD.findall(line.casefold().replace("’", "'")))
