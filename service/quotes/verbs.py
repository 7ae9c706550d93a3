"""Reporting verbs, listed by their base form and inflected by rule; what is irregular is written out."""

from __future__ import annotations

from service.quotes.lexicon import VOWELS, words


def _inflect(bases: str, *, doubling: str = "") -> frozenset[str]:
    """Return base, -s, -ed and -ing forms of regular verbs; those in `doubling` double their last letter."""
    forms: set[str] = set()
    for base in (*bases.split(), *doubling.split()):
        stem = base + base[-1] if base in doubling.split() else base
        if base.endswith("e"):
            third, past, going = base + "s", base + "d", base[:-1] + "ing"
        elif base.endswith("y") and base[-2] not in VOWELS:
            third, past, going = base[:-1] + "ies", base[:-1] + "ied", base + "ing"
        else:
            third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
            past, going = stem + "ed", stem + "ing"
        forms |= {base, third, past, going}
    return frozenset(forms)


# Verbs whose subject utters the words.
SAY = words(
    """
    said says say saying told tells tell telling wrote writes write writing written replied replies replying
    read reads reading thinks thought think swore swears insists insisted insisting spoke speaks speaking
    speak put puts goes went understood sang sings singing quoth retold felt feels
    """
) | _inflect(
    """
    ask add tweet note state explain report declare conclude recall respond argue acknowledge suggest warn
    claim announce remark predict answer shout complain joke continue promise vow pledge urge lament observe
    point testify reiterate emphasise emphasize stress specify summarise summarize confirm deny allege boast
    caution comment concede contend counter cry demand exclaim hint imply interject interrupt maintain mention
    muse offer opine proclaim post propose question quote recount remember repeat retort reveal scoff
    speculate thunder whisper yell chant believe recognise recognize agree disagree echo elaborate assure
    advise affirm assert beg scream mutter murmur sigh laugh grumble groan growl plead counsel retweet email
    text message telegraph disclose divulge inform notify proffer reason reckon recommend reflect remind
    theorize underline underscore venture volunteer wonder express indicate signal clarify attest decree
    estimate hail exhort explode fume gush bellow bark chide chime gripe holler inquire intone protest rant
    rave sneer rejoin surmise profess preach accept submit aver enthuse chuckle hiss moan marvel reminisce concur
    smile grin shrug beam reassure
    """,
    doubling="quip snap admit brag blog",
)

# Verbs whose subject's words the quote gives in passing: "called it “…”".
CALL = words(
    """
    made makes making gave gives giving saw sees seen found finds hit drew
    """
) | _inflect(
    """
    call describe label brand denounce criticise criticize blast praise mock accuse dismiss decry condemn
    characterise characterize portray cite defend attack laud tout ridicule liken compare blame depict deem
    consider deride lambast lambaste rail chastise bash berate rebuke reject welcome thank challenge press
    promote pitch invoke raise sound use coin term name cast frame paint view regard present promise threaten
    support oppose back seek express issue release send publish share title publicise publicize declare
    apologize apologise congratulate insult taunt tease
    """,
    doubling="dub refer slam rip pan",
)
