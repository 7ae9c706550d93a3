"""What stands between quotation marks and is no quote: scare quotes, titles of works, nicknames, attributes."""

from __future__ import annotations

import re

from service.quotes.candidates import Context, contexts
from service.quotes.lexicon import DETERMINERS, FUNCTION_WORDS, PREPOSITIONS, words
from service.quotes.mentions import Mention
from service.quotes.nouns import HEADS
from service.quotes.page import BLANK, Page
from service.quotes.runs import NICKNAME, nicknamed
from service.quotes.verbs import CALL, SAY
from service.quotes.weights import QUOTE_WEIGHTS, weigh

# Words that announce a name or a title instead of a saying.
NAMING = words(
    """
    known titled entitled named nicknamed headlined film movie song book show series album novel play podcast
    program programme episode magazine newspaper column starring starred hosts host hosted so-called
    self-described word phrase term words means meaning as on watch watching watched singing performed drama
    comedy documentary musical sitcom author co-author authored character
    """
)
_WORKS = words("film movie song book show series album novel play podcast program programme documentary sitcom musical")
_ASKED = frozenset(("asked", "whether"))
_PUT = frozenset(("asked", "questioned", "pressed", "challenged"))
_FIRST_PERSON = words("i we me us my our you your i'm let's")
_FINITE = words(
    """
    is are was were am be been has have had do does did will would can could should must may might need want
    don doesn isn
    """
)
# A quote weighs at least this much: somewhat above zero, as a stretch that is none has no speaker to be right about.
_LEAST = 0.1
# How many words of a quote are read, and how many characters there are between two that stand in a row.
_LOOK = 30
_ROW = 8
_POINTS = ".,;:!?…—–-"
_REST = re.compile(r"[ .,]*")
# The words that may be features themselves: common ones only, so that nothing of an article can stick to a weight.
_WORDS = SAY | CALL | FUNCTION_WORDS | NAMING | HEADS.keys()
# Quotes of fewer words are judged as terms.
_SAYING = 4
# Nobody writes a scare quote of this many characters.
_LONG = 120
# How far a rule looks in a sentence, in words; it keeps the time linear where a text has no full stop.
_WINDOW = 40


def reported(page: Page, mentions: list[Mention]) -> list[Context]:
    """Return the surroundings of those quotes of `page` that report someone's words, in order."""
    linked = {verb for m in mentions for verb in (m.subject_of, m.inverted_of)}
    return [context for context in contexts(page) if is_reported(page, context, linked)]


def is_reported(page: Page, context: Context, linked: set[int]) -> bool:
    """Tell whether the quote at `context` reports someone's words. `linked` holds the verbs that have a subject."""
    certain = is_certain(page, context)
    if certain is not None:
        return certain
    return weigh(describe_quote(page, context, linked), QUOTE_WEIGHTS) > _LEAST


def is_certain(page: Page, context: Context) -> bool | None:
    """Return what a rule says before the weights are asked, None when no rule does."""
    quote = page.quotes[context.index]
    if _is_continued(page, context):
        return True
    no_quote = (_is_attribute, _is_asked, _is_nickname, _is_title)
    if any(rule(page, context) for rule in no_quote):
        return False
    if context.lead == "colon" and context.direct and _ends_paragraph(page, context):
        return True
    return True if quote.end - quote.start > _LONG and (page.british or not quote.single) else None


def _is_continued(page: Page, context: Context) -> bool:
    """Only speech is left open at a paragraph's end and opened again in the next."""
    before = page.quotes[context.index - 1] if context.index else None
    taken_up = before is not None and before.runs_on and before.paragraph == context.paragraph - 1 and context.opens
    return page.quotes[context.index].runs_on or taken_up


def _is_attribute(page: Page, context: Context) -> bool:
    """`<a href="…">`: markup that was left in the text."""
    at = page.quotes[context.index].outer_start
    return at > 0 and page.text[at - 1] == "="


def _is_asked(page: Page, context: Context) -> bool:
    """`Asked whether it was “…”, she …`: a few words put to the speaker, not by the speaker."""
    quote = page.quotes[context.index]
    opened, closed = page.sentence_tokens[context.sentence]
    if not opened < context.token <= min(closed, opened + _WINDOW) or page.tokens[opened].low not in _PUT:
        return False
    between = page.tokens[opened + 1 : context.token]
    short = len(page.text[quote.start : quote.end].split()) < _SAYING
    return short and not any(t.low in SAY or BLANK in t.gap for t in between)


def _ends_paragraph(page: Page, context: Context) -> bool:
    """`Holt: ‘We shall not move’`, as headlines have it; a few words may be a title."""
    quote = page.quotes[context.index]
    ends = _REST.fullmatch(page.text, quote.outer_end, page.paragraphs[quote.paragraph].end) is not None
    return ends and len(page.text[quote.start : quote.end].split()) >= _SAYING


def _is_nickname(page: Page, context: Context) -> bool:
    """`Frank “Lefty” Orr`."""
    at, quote = context.token, page.quotes[context.index]
    if not 0 < at < len(page.tokens) or not context.direct or quote.end - quote.start > NICKNAME:
        return False
    return nicknamed(page.tokens[at - 1], page.tokens[at])


def _is_title(page: Page, context: Context) -> bool:
    """`the radio show “Morning Water”`: title case, right after the word for such a work."""
    at, quote = context.token, page.quotes[context.index]
    if not context.direct or at == 0 or page.tokens[at - 1].low not in _WORKS or context.lead != "word":
        return False
    return _case(page.text[quote.start : quote.end].split()[:_LOOK]) == "title"


def describe_quote(page: Page, context: Context, linked: set[int]) -> list[str]:
    """Return the features by which a quote is told from a scare quote or a title."""
    quote = page.quotes[context.index]
    said = page.text[quote.start : quote.end].split()
    count = len(said)
    size = str(count) if count < 4 else "4" if count < 7 else "7" if count < 12 else "12"
    names = ["bias", f"size:{size}", f"form:{context.form}", f"size:{size}:{context.form}"]
    case = _case(said)
    names += _letter_features(page, context, case, size)
    names += _speech_features(said, size)
    names += _row_features(page, context)
    names += _neighbour_features(page, context, case)
    for side, cue, gap in (
        ("before", context.cue_before, context.gap_before),
        ("after", context.cue_after, context.gap_after),
    ):
        if cue >= 0:
            near = "touch" if gap <= 1 else "near" if gap <= 4 else "mid" if gap <= 10 else "far"
            strength = "say" if page.tokens[cue].low in SAY else "call"
            names.append(f"{side}:{near}:{strength}")
            names.append(f"{side}:{page.tokens[cue].low}")
            names.append(f"{side}:{'linked' if cue in linked else 'loose'}")
    return names


def _letter_features(page: Page, context: Context, case: str, size: str) -> list[str]:
    quote = page.quotes[context.index]
    names = [f"case:{case}", f"case:{case}:{size}"]
    single = quote.single and not page.british
    if single:
        names.append("single")
        names.append(f"single:{size}")
    last = page.text[quote.end - 1]
    inside = page.text[quote.end : quote.end + 1]
    names.append("end:stop" if last in ".!?…" else "end:comma" if inside == "," else "end:open")
    if quote.paragraph == 0 and page.headed:
        names.append("headline")
        names.append(f"headline:{'single' if single else 'double'}")
    if context.opens:
        names.append(f"opens:{case}")
    if not quote.closed:
        names.append("unclosed")
    return names


def _case(said: list[str]) -> str:
    capitals = sum(1 for w in said if w[:1].isupper() or not w[:1].isalpha())
    function = sum(1 for w in said if w.lower().strip(".,") in FUNCTION_WORDS and w.islower())
    return "title" if capitals + function == len(said) and capitals else "upper" if said[0][:1].isupper() else "lower"


def _speech_features(said: list[str], size: str) -> list[str]:
    """What sounds like speech: a first person, a finite verb, the word it begins with."""
    spoken = [w.lower().strip(_POINTS).partition("’")[0].partition("'")[0] for w in said[:_LOOK]]
    names = []
    if not _FIRST_PERSON.isdisjoint(spoken):
        names.append("person")
    if not _FINITE.isdisjoint(spoken):
        names += ["finite", f"finite:{size}"]
    if spoken[0] in FUNCTION_WORDS:
        names.append(f"begins:{spoken[0]}")
    return names


def _row_features(page: Page, context: Context) -> list[str]:
    """Other quotes of the sentence, and whether they stand in a row with this one: `“a,” “b” and “c”`."""
    quotes, index = page.quotes, context.index
    names = []
    for side, other in (("before", index - 1), ("after", index + 1)):
        if 0 <= other < len(quotes) and page.quote_sentence[other] == context.sentence:
            first, second = (quotes[other], quotes[index]) if other < index else (quotes[index], quotes[other])
            between = page.text[first.outer_end : min(second.outer_start, first.outer_end + _ROW)]
            joint = between.strip(" ,") if second.outer_start - first.outer_end < _ROW else "far"
            names.append(f"row:{side}:{joint if joint in ('', 'and', 'or') else 'apart'}")
    return names


def _neighbour_features(page: Page, context: Context, case: str) -> list[str]:
    tokens, position = page.tokens, context.token
    opened, closed = page.sentence_tokens[context.sentence]
    names = []
    if "according" in [t.low for t in tokens[max(opened, position - _WINDOW) : min(closed, position + _WINDOW)]]:
        names.append("according")
    if position > opened:
        before = tokens[position - 1]
        kind = _word_class(before.low, capital=before.capital, possessive=before.possessive)
        names += [f"pre:{kind}", f"case:{case}:{kind}"]
        names.append(f"lead:{context.lead}")
        if before.low in _WORDS:
            names.append(f"pre={before.low}")
        if position - 1 > opened and before.gap == " " and tokens[position - 2].low in _WORDS:
            names.append(f"pre2={tokens[position - 2].low}")
        if not NAMING.isdisjoint([t.low for t in tokens[max(opened, position - 3) : position]]):
            names.append("naming")
        if not _ASKED.isdisjoint([t.low for t in tokens[max(opened, position - _WINDOW) : position]]):
            names.append("asked")
    else:
        names.append("pre:none")
    if position < closed:
        after = tokens[position]
        gap = after.gap.rpartition(BLANK)[2]
        names.append(f"post:{_word_class(after.low, capital=after.capital, possessive=False)}")
        if after.low in _WORDS:
            names.append(f"post={after.low}")
        names.append("post:joined" if gap == " " else "post:stopped")
        if gap == " " and position > opened and tokens[position - 1].low in DETERMINERS:
            names.append("embedded")
    else:
        names.append("post:none")
    return names


def _word_class(low: str, *, capital: bool, possessive: bool) -> str:
    if possessive:
        return "possessive"
    return _CLASS_OF.get(low) or ("capital" if capital else "word")


_CLASSES = (
    ("say", SAY),
    ("call", CALL),
    ("naming", NAMING),
    ("the", frozenset(("the",))),
    ("a", frozenset(("a", "an"))),
    ("determiner", DETERMINERS),
    ("that", frozenset(("that",))),
    ("of", frozenset(("of",))),
    ("on", frozenset(("on", "in", "at"))),
    ("to", frozenset(("to",))),
    ("preposition", PREPOSITIONS),
    ("be", words("is was are were be been being")),
    ("and", frozenset(("and", "or", "but"))),
    ("head", frozenset(HEADS)),
)
# A word in several classes is of the first.
_CLASS_OF = {word: name for name, members in reversed(_CLASSES) for word in members}
