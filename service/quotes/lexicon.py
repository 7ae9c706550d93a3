"""Word lists: common English words only, by what they do around a quote. No names of people or places."""

from __future__ import annotations

VOWELS = frozenset("aeiou")


def words(text: str) -> frozenset[str]:
    """Return the words of `text`."""
    return frozenset(text.split())


# What may stand between a subject and its verb.
AUXILIARY = words(
    """
    has have had is was are were be been being would will could can should may might must did does do not also
    then later once again further now just even still never always often recently previously repeatedly
    earlier reportedly subsequently first simply only both all himself herself themselves itself who which
    that went on to goes have's has's quickly ever today yesterday sometimes soon already almost instead thus
    therefore additionally meanwhile however too
    """
)

PREPOSITIONS = words(
    """
    of to by with from for about at against on in into over under between among toward towards like as than
    after before during without via within behind near despite regarding including upon since until through
    around
    """
)

# Prepositions after which a name is spoken to or about, never the one who speaks.
OBLIQUE = words(
    """
    to with about against on for toward towards like than of at in into over regarding
    """
)

DETERMINERS = words(
    """
    the a an one another some many several two three four five most both his her their its our my this these
    those each every no any few other
    """
)

MALE_PRONOUNS = frozenset(("he", "he's", "he’s", "he'd", "he’d", "he'll", "he’ll"))
FEMALE_PRONOUNS = frozenset(("she", "she's", "she’s", "she'd", "she’d", "she'll", "she’ll"))
PRONOUNS = MALE_PRONOUNS | FEMALE_PRONOUNS | frozenset(("they", "it", "i", "we", "who"))
MALE_WORDS = words(
    """
    he him his himself mr sir lord king prince congressman businessman spokesman chairman father son brother
    husband uncle grandfather boy councilman assemblyman pope actor salesman cameraman
    """
)
FEMALE_WORDS = words(
    """
    she her hers herself mrs ms miss lady dame queen princess congresswoman businesswoman spokeswoman
    chairwoman mother daughter sister wife aunt grandmother girl councilwoman assemblywoman actress nun
    first-lady
    """
)

HONORIFICS = words(
    """
    mr mrs ms miss mx dr sir dame lord lady madam rev hon prof fr sr monsignor msgr mme mlle herr frau signor
    signora
    """
)
# Words that stand before a name as its office; written with a capital there.
TITLES = HONORIFICS | words(
    """
    president vice-president senator sen sens rep reps gov govs congressman congresswoman representative
    governor secretary general secretary-general professor judge justice mayor pope king queen prince princess
    chairman chairwoman chair candidate nominee minister premier chancellor ambassador commissioner director
    spokesman spokeswoman spokesperson chief leader lt lieutenant col colonel gen maj major capt captain sgt
    sergeant adm admiral cmdr commander pvt pte cpl sheriff deputy superintendent detective officer inspector
    attorney atty speaker whip pastor reverend father sister brother imam rabbi cardinal bishop archbishop
    sheikh ayatollah emir sultan baron baroness count countess duke duchess editor correspondent reporter
    columnist host anchor analyst strategist adviser advisor aide manager coach ceo cfo coo cto executive
    founder co-founder co-chair vice acting former ex-president assistant undersecretary under-secretary
    councilman councilwoman councillor councilor alderman assemblyman assemblywoman lawmaker mp mep msp dep
    del affairs majority minority press first sen-elect president-elect comrade head actor actress singer
    author activist comedian billionaire businessman republican democrat democratic libertarian conservative
    liberal gop labour tory presidential congressional gubernatorial senatorial prime foreign defence defense
    interior finance treasurer envoy consul historian economist director-general doctor nurse teacher
    chairperson principal dean provost trustee supervisor prosecutor solicitor counsel lawyer owner boss
    partner supporter veteran retired longtime tv radio tech
    """
)
OFFICES = words(
    """
    state defense defence treasury energy health justice labor labour interior education commerce finance
    foreign transportation agriculture veterans homeland housing security economy environment trade staff
    """
)
SUFFIXES = words("jr sr ii iii iv")
PARTICLES = words(
    """
    de la le du da di del della der den von van bin ibn al el dos das y ter ten zu st
    """
)

ORGANISATION_WORDS = words(
    """
    party university college department ministry committee council commission association union company corp
    inc llc ltd group bank times post journal news network tribune herald gazette house senate congress court
    parliament agency bureau institute foundation center centre office campaign administration army police
    church school board federation league club society alliance coalition service services press media
    magazine radio television international national organization organisation authority fund trust project
    street states kingdom republic nations island islands county city airport hospital hotel tower park avenue
    road river lake mountain beach bridge constitution act bill amendment award prize war day week convention
    conference summit forum debate poll survey caucus primary election show
    """
)

CALENDAR = words(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri
    sat sun est edt gmt christmas easter thanksgiving
    """
)

# Words that start a sentence, or a headline, with a capital and are no part of a name.
FUNCTION_WORDS = (
    PREPOSITIONS
    | DETERMINERS
    | AUXILIARY
    | PRONOUNS
    | words(
        """
    and but or nor so yet that if when while where why how what whether because although though unless once
    until since as there here then he she they we you him her them us me mine yours your yes no not oh well ok
    okay asked according speaking following despite meanwhile moreover furthermore nevertheless nonetheless
    otherwise perhaps maybe indeed rather given such more less much only even just also still again let please
    thanks hello likewise similarly finally lastly next last new whatever whichever whoever alongside amid
    besides beyond despite except above below along across per onto unlike versus via early late earlier today
    tonight yesterday tomorrow now photo image video source watch listen click see update updated correction
    editor’s editor's q a
    """
    )
    | CALENDAR
)

# Abbreviated places as American papers write them after a town or a member's name; no sources.
STATES = words(
    """
    fla calif ill mass mich minn ariz ala ga ky la md mo nev pa tenn tex va vt wash wis wyo ark colo conn del
    ind kan miss mont neb okla ore d.c n.y n.j n.h n.c s.c n.m r.i w.va n.d s.d u.k
    """
)
ABBREVIATIONS = STATES | words(
    """
    mr mrs ms dr prof sen sens rep reps gov govs gen lt col capt sgt adm cmdr maj rev hon jr sr st vs etc inc
    corp co ltd no u.s jan feb mar apr jun jul aug sept oct nov dec me dep atty messrs rt cllr supt insp det
    pte cpl pvt
    """
)
