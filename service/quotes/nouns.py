"""Nouns that can be sources without a name: people by what they do, and bodies and papers."""

from __future__ import annotations

from service.quotes.lexicon import VOWELS, words

# People by what they do, heads of nominal sources.
_PERSON_HEADS = """
    spokesman spokeswoman spokesperson official officer president senator governor congressman congresswoman
    lawmaker candidate nominee chief leader minister premier chancellor secretary secretary-general chairman
    chairwoman chair mayor judge justice attorney lawyer prosecutor sheriff analyst expert strategist adviser
    advisor aide consultant staffer operative manager director executive founder owner boss mogul billionaire
    businessman businesswoman tycoon developer neurosurgeon physician doctor scientist researcher professor
    economist historian teacher student author writer reporter journalist columnist editor host anchor
    moderator commentator pundit narrator blogger critic supporter opponent voter donor delegate activist
    protester organizer organiser advocate volunteer member source witness victim survivor resident neighbor
    neighbour friend colleague relative man woman boy girl father mother son daughter brother sister wife
    husband couple user person insider veteran diplomat ambassador envoy commander general colonel captain
    soldier policeman detective investigator inspector pastor priest bishop rabbi imam pope king queen prince
    actor actress singer comedian star coach player participant attendee observer republican democrat
    conservative liberal frontrunner front-runner rival hopeful contender politician legislator representative
    counterpart reader viewer customer employee worker farmer pollster challenger incumbent newcomer socialist
    libertarian suspect defendant plaintiff shooter gunman speaker musician heckler filmmaker artist academic
    scholar engineer nurse surgeon firefighter paramedic passenger driver pilot tenant landlord shopkeeper
    trader investor banker broker trainer referee umpire skipper goalkeeper striker defender midfielder winger
    captain vicar monk nun coroner barrister solicitor magistrate juror campaigner councillor trustee chef
    baker fisherman miner designer architect translator interpreter poet novelist playwright curator librarian
    caretaker head foreman headteacher teenager youngster pensioner grandmother grandfather aunt uncle cousin
    motorist cyclist shopper visitor villager islander parent child pupil patient client tutor lecturer
    guard cleaner keeper waiter waitress barman landlady butcher plumber carpenter builder roofer gardener
    postman hairdresser barber dealer merchant sailor ranger warden porter clerk auctioneer great-grandmother
    newcomer survivor translator chairperson headmaster headmistress schoolboy schoolgirl bystander onlooker
    pal mate mum mom dad gran grandad fan ex-wife ex-husband fiance fiancee widow widower twin
    proponent skeptic sceptic detractor ally foe backer demonstrator marcher superdelegate panelist panellist
    questioner caller listener commenter adversary predecessor successor associate confidant mentor cofounder
    president-elect frontman bandmate teammate classmate roommate flatmate co-worker coworker housewife retiree
    hunter rancher grower producer composer conductor dancer photographer painter sculptor violinist guitarist
    rapper drummer choreographer screenwriter biographer ghostwriter essayist publicist strategist
    lobbyist fundraiser bundler treasurer comptroller auditor accountant bookkeeper
    undersecretary economist trader hacker whistleblower whistle-blower informant spy agent
    operative mourner worshipper churchgoer parishioner congregant elder deacon missionary chaplain
    migrant refugee immigrant asylum-seeker evacuee survivor rescuer lifeguard diver sailor skier climber hiker
    runner swimmer boxer wrestler jockey golfer cricketer footballer batsman bowler pitcher catcher quarterback
    linebacker receiver kicker winger goalscorer flanker fly-half selector
    biologist geologist astronomer archaeologist psychologist psychiatrist sociologist virologist epidemiologist
    vet veterinarian dentist midwife pharmacist therapist counsellor counselor carer caregiver nanny babysitter
    juror bailiff notary stallholder vendor hawker busker trucker cabbie commuter
    peasant herder shepherd beekeeper gardener forester logger trawlerman
    rioter looter rebel insurgent militant jihadist captive hostage prisoner inmate convict offender culprit
    thief robber burglar fraudster killer murderer accomplice
    sergeant constable superintendent ombudsman watchdog spokespeople negotiator mediator minister lieutenant
    """
# Bodies and papers, heads of nominal sources.
_BODY_HEADS = """
    ministry department office agency commission committee council court government administration campaign
    company group organization organisation association union party team network newspaper paper magazine
    outlet website site board panel police firm bank institute foundation university school church house
    parliament senate congress army military embassy coalition alliance bureau press media service statement
    report email e-mail letter memo document lawsuit complaint editorial article column story post tweet
    message ad advertisement video caption headline transcript release survey poll study book essay op-ed
    petition sign banner flier flyer brochure resolution bill ruling filing affidavit indictment invitation
    note text blog description summary update announcement crowd audience family public people authorities
    publication publisher regulator charity tribunal inquiry inquest club federation league trust society
    broadcaster station channel programme retailer airline operator watchdog think-tank placard poster plaque
    jury delegation chamber consortium operator embassy secretariat
    tabloid broadsheet newsletter blogpost podcast
    squad brigade coastguard navy militia junta cabinet caucus opposition troika
    brewery carmaker automaker chipmaker manufacturer insurer lender startup start-up subsidiary
    obituary dossier diary memoir textbook guideline audit readout affidavit subpoena warrant
    notice leaflet slogan motion manifesto communique dispatch cable verdict judgment judgement speech
    """


def _plurals(words: str) -> dict[str, bool]:
    """Map each word to False and its plural to True."""
    forms: dict[str, bool] = {}
    for word in words.split():
        plural = word[:-3] + "men" if word.endswith("man") else word + "s"
        if word.endswith("y") and word[-2] not in VOWELS:
            plural = word[:-1] + "ies"
        forms.setdefault(plural, True)
        forms[word] = False
    return forms


PERSON_HEADS = _plurals(_PERSON_HEADS)
BODY_HEADS = _plurals(_BODY_HEADS)
HEADS = BODY_HEADS | PERSON_HEADS
# Heads that fit whoever holds an office: "the European official" is the one official named.
BROAD_HEADS = words("official leader chief politician head boss diplomat")
