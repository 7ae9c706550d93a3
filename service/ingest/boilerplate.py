"""Lines that a page puts around an article: by rule over their whole text, never for a word inside a sentence.

Every rule must match from the line's start, and nearly all its whole length. What is not clearly boilerplate stays:
a reader can skip a leftover line, but a lost sentence is lost.
"""

from __future__ import annotations

import re

from service.ingest.shape import OPENING_MARKS, is_prose, letters, words

# Whole lines, folded by `shape.letters`.
_ALONE = frozenset(
    """source link|source|link|original link|view original|advertisement|advertisements|advertising|ad|ads|sponsored|promoted|promoted content
    sponsored content|paid content|advert|story continues below|article continues below|continue reading below|share|share this|share this article
    share this story|share this post|share this page|share article|share story|share on|share via|share now|shares|tweet|pin|pin it|print|print this
    print article|email|email this|email article|copy link|copy url|link copied|save|save article|bookmark|gift this article|comment|comments|leave a comment
    add a comment|post a comment|view comments|show comments|hide comments|join the conversation|join the discussion|no comments|no comments yet|be the first to comment
    listen|listen to this article|listen to article|listen to this story|play|play video|watch video|watch now|watch live|loading|loading video|read more
    read more here|read also|also read|see also|see more|show more|view more|load more|learn more|find out more|more|continue|continue reading|read full article|read full story
    read the full article|read the full story|read the full article here|read the full story here|read the rest here|read on|click here|menu|search|home|skip to content|skip to main content|skip navigation
    toggle navigation|navigation|back|back to top|top|next|previous|next article|previous article|next story|previous story|log in|login|sign in|sign up|register|subscribe
    subscribe now|subscribe today|subscribe here|my account|account|newsletter|newsletters|daily newsletter|weekly newsletter|our newsletter|email newsletter|free newsletter|newsletter signup|newsletter sign up
    support us|donate|donate now|contact us|contact|about us|about|privacy policy|privacy|terms of use|terms of service|terms and conditions|terms|cookie policy
    cookie settings|cookies|manage cookies|cookie preferences|accept|accept all|accept cookies|accept all cookies|reject all|i agree|agree|got it|ok|close|dismiss
    follow us|follow|following|follow us on social media|get the app|download the app|download our app|notifications|turn on notifications|enable notifications|all rights reserved
    published|posted|updated|last updated|modified|published on|posted on|by|written by|author|authors|tags|topics|filed under|categories|category|keywords
    text size|font size|a a a|aa|a a|reading time|min read|image|photo|photos|gallery|video|videos|audio|photo gallery|image gallery|view gallery|caption|enlarge|enlarge image|expand|fullscreen|open image
    for immediate release|press release|ends|end|the end|this is a developing story|more to follow|more follows|report this ad|report an error|report a typo|correction|corrections|republish|republish this article
    send|like|likes|reply|report|hide|undo|view all|see all|all|exclusive|breaking|live|just in|developing|premium|subscriber only|subscribers only|for subscribers|members only|members|free|new|hot
    disclaimer|feedback|suggest a correction|was this article helpful|was this helpful|thank you for reading|thanks for reading|view as single page|one page|single page|scroll to continue|scroll down|swipe|tap to unmute""".replace(
        "\n    ", "|"
    ).split("|")
)
_SOCIAL = frozenset(
    """share on via facebook twitter x whatsapp telegram linkedin reddit email e-mail mail print pinterest messenger viber vk vkontakte odnoklassniki tumblr flipboard copy link
    copied sms line wechat weibo instagram youtube tiktok threads bluesky mastodon follow us save tweet post pin pocket more skype facebook-f bookmark comments comment""".split()
)
_HOSTED = ("facebook", "twitter", "whatsapp", "telegram", "linkedin", "reddit", "pinterest", "instagram")

_PUBLICATION = r"(?:newsletters?|mailing list|briefings?|bulletins?|digests?|e-?mails?|alerts?|updates|channel|app|page|podcasts?|inbox|membership|notifications?|coverage|stories|news)"
# By first word, folded. Each is matched at the line's start and holds for lines of at most `_LONGEST` characters.
_OPENING = {
    "advertisement": r"advertisement\b\W*(?:story|article|continue|scroll|skip|-|–|—|$)",
    "story": r"story continues (?:below|after)|story (?:tips|by)\W*$",
    "article": r"article continues (?:below|after)|article (?:source|link|tags|topics)\s*:",
    "continue": r"continue reading\b.{0,60}$|continue (?:below|after)\b",
    "scroll": r"scroll (?:down )?(?:to|for)\b.{0,60}$",
    "skip": r"skip (?:to|past|advertisement|ad)\b.{0,60}$",
    "read": r"read\s?(?:more|also|next|now|here|on|full|the (?:full|rest|whole|original)|it here|this (?:also|next))\b\W*(?:[:|»>→–—-]|at|on|here|in|about|from|of|story|article|$)|read (?:the )?(?:full|original|rest)\b.{0,60}$|read\s*:",
    "also": r"also (?:read|see|watch)\b\W{0,3}|also on [^.:]{2,40}:$",
    "see": r"see (?:also|more|all|related)\b\W{0,3}(?:[:|»>–—-]|$)",
    "related": r"related\s?(?:[:|»>–—-]|(?:articles?|stor(?:y|ies)|news|posts?|content|links?|topics?|coverage|reading|tags?|videos?)\b\W*(?:[:|»>–—-]|$))",
    "more": r"more (?:from|on|in|about|stories|news|articles|top stories|like this|coverage)\b[^.]{0,80}$|more\s*:",
    "must": r"must[ -](?:read|see|watch)\b\W*[:|]",
    "don't": r"don['’]t miss\b.{0,160}$",
    "dont": r"dont miss\b.{0,160}$",
    "recommended": r"recommended (?:for you|reading|stories|articles|videos?)?\W*(?::|$)",
    "you": r"you (?:may|might|will|could)(?: also)? (?:like|be interested|want to read|enjoy)\b|you can (?:also )?(?:follow|subscribe|sign up|share this|read more|unsubscribe)\b|you have (?:reached|read|used|\d+)\b.{0,20}(?:free|articles)\b|you must be logged in|you need to be",
    "watch": r"watch(?: (?:now|live|below|the (?:video|full video)))?\s*[:|»>–—-]|watch (?:the )?(?:full )?(?:video|live|clip|interview)\b.{0,60}$",
    "listen": r"listen(?: (?:now|live))?\s*[:|»>–—-]|listen to (?:this|the) (?:article|story|episode|podcast|full)\b.{0,60}$",
    "sign": rf"sign up (?:to|for|now|here|today|below)\b|sign[ -]in to\b|sign up\W*$|sign up .{{0,60}}{_PUBLICATION}",
    "subscribe": r"subscribe (?:to|for|now|here|today|on|via|and|with)\b(?!.{0,40}\b(?:theory|view|idea|notion|belief)\b)|subscribe\W*$",
    "subscribers": r"subscribers (?:only|can)\b",
    "register": r"register (?:for|to|now|here|free)\b.{0,100}$",
    "log": r"log[ -]?in (?:to|or|with|here)\b.{0,80}$",
    "already": r"already (?:a|an|have|subscribed|registered)\b.{0,30}(?:subscriber|member|account|registered|subscribed|user|log|sign|\?)",
    "get": rf"get (?:the|our|all|more|your|unlimited|access|breaking|daily|full|free|instant|exclusive|email)\b.{{0,120}}\b(?:{_PUBLICATION}|delivered|sent)\b.{{0,80}}$",
    "receive": rf"receive (?:the|our|all|daily|breaking|latest|news)\b.{{0,120}}\b{_PUBLICATION}\b",
    "join": r"join (?:our|us on|the conversation|the discussion|thousands|over \d|more than \d|\d)\b.{0,160}$",
    "follow": r"follow (?:us|our|me|him|her|them|@|[\w ]{2,40} on (?:twitter|facebook|x|instagram|telegram|google|linkedin|threads))\b.{0,120}$|follow @",
    "like": r"like (?:us|our page) on\b.{0,100}$|like what you|like this (?:article|story|post)\b.{0,80}$",
    "find": r"find (?:us|more (?:stories|news)) (?:on|in|at)\b.{0,100}$",
    "download": r"download (?:the|our)\b.{0,80}\bapp\b.{0,80}$",
    "click": r"click (?:here|on|the|to|below)\b.{0,160}$",
    "tap": r"tap (?:here|to|the)\b.{0,80}$",
    "enter": r"enter your (?:e-?mail|email address|name)\b",
    "your": r"your (?:e-?mail address|subscription|browser|support)\b.{0,160}$",
    "support": r"support (?:our|independent|quality|us|the work)\b.{0,160}$",
    "donate": r"donate (?:to|now|today|here)\b.{0,120}$",
    "help": r"help (?:us|support|keep)\b.{0,60}\b(?:journalism|independent|reporting|newsroom)\b",
    "become": r"become an? (?:member|supporter|subscriber|patron)\b.{0,120}$",
    "thank": r"thank you for (?:reading|subscribing|registering|signing|your (?:support|subscription))\b.{0,120}$",
    "thanks": r"thanks for (?:reading|subscribing|signing)\b.{0,120}$",
    "this": r"this (?:web)?site uses cookies|this (?:web)?page uses|this (?:article|story|content|post) is (?:for|available|only|exclusive|reserved|free)\b.{0,100}\b(?:subscribers?|members?|registered|readers)\b|this (?:is an? )?(?:automated|automatically)|this (?:ad|advertisement)\b|this video (?:cannot|can't|is not|file)",
    "we": r"we use (?:cookies|your sign-up|necessary)|we and our (?:\d+ )?partners|we've (?:updated|detected)|we have (?:updated our (?:privacy|terms|cookie))|we value your privacy|we'd like to (?:send|notify)",
    "by": r"by (?:continuing|using|clicking|closing|browsing|signing up|submitting|subscribing|entering|proceeding|registering)\b.{0,60}\b(?:you|site|agree|cookies|accept|browse)\b",
    "accept": r"accept (?:all |our )?cookies",
    "our": r"our (?:web)?site uses cookies|our privacy (?:policy|notice)|our (?:free |daily |weekly )*newsletters?\b.{0,80}$",
    "cookies": r"cookies (?:help us|on (?:this|our)|are used)\b",
    "to": r"to (?:continue|keep|read (?:the|this) (?:full|rest|whole|article|story)|get (?:unlimited|full) access|receive (?:our|the)|subscribe|comment|post a comment|view this|enjoy)\b.{0,60}\b(?:subscribe|subscription|register|log|sign|account|member|javascript|click|newsletter|browser)\b",
    "unlock": r"unlock (?:this|unlimited|the|full)\b.{0,100}$",
    "please": r"please (?:subscribe|log|sign|register|enable|disable|share|like|follow|consider (?:donating|subscribing|supporting)|click|enter|verify|try again|support)\b.{0,160}$",
    "share": r"share (?:or comment on|this|on|via|article|story|your (?:thoughts|story|comments))\b(?:[^.]{0,60}$|.{0,60}\b(?:facebook|twitter|whatsapp|comments)\b)",
    "view": r"view (?:all|more|full|on|in|this|original|gallery|comments)\b[^.]{0,60}$",
    "tags": r"tags?\s*[:|]",
    "tag": r"tag\s*:",
    "topics": r"topics?\s*:",
    "topic": r"topic\s*:",
    "filed": r"filed (?:under|in|to)\b",
    "categories": r"categor(?:y|ies)\s*:",
    "category": r"category\s*:",
    "keywords": r"keywords?\s*:",
    "posted": r"posted (?:in|under)\b[^.]{0,80}$",
    "reading": r"reading time\b.{0,30}$",
    "estimated": r"estimated (?:reading|read) time\b",
    "have": r"have (?:a|you got a?|something|any) (?:story|tip|news tip|news|correction|to (?:say|share))\b.{0,160}$",
    "got": r"got a (?:story|tip|news tip|question)\b.{0,160}$",
    "send": r"send (?:us|your|a letter)\b.{0,120}(?:@|\bus\b|tip|letter|stor).{0,80}$",
    "contact": r"contact (?:us|the (?:author|reporter|writer|editor|newsroom))\b.{0,120}$",
    "leave": r"leave (?:a|your) (?:comment|reply)\b.{0,60}$",
    "comments": r"comments?\s*(?:\(\d+\)|:|\d+|are (?:closed|off|disabled))",
    "comment": r"comment\s*(?:\(\d+\)|on this)",
    "trending": r"trending (?:now|stories|topics|news)?\W*(?::|$)",
    "disclaimer": r"disclaimer\s*:",
    "all": r"all rights reserved\b",
    "copyright": r"copyright\s*(?:©|\(c\)|\d{4}|all)",
    "©": r"©\s*(?:copyright|\d{4}|all rights)",
    "powered": r"powered by\b.{0,40}$",
    "translated": r"translated (?:with|using) \w",
    "image": r"images?\s+(?:source|caption|credit)\b",
    "embed": r"embed(?:ded)?\s*(?:code|link)?\W*$",
    "javascript": r"javascript (?:is|must|required)\b",
    "published": r"published (?:by|in|under)\b[^.]{0,60}$",
    "first": r"first published (?:by|in|on|at)\b.{0,120}$",
    "originally": r"originally (?:published|posted|appeared)\b.{0,120}$",
    "photo": r"photo gallery\b",
    "explore": r"explore (?:more|our|related)\b[^.]{0,60}$",
    "discover": r"discover more\b[^.]{0,60}$",
    "up": r"up next\b",
    "top": r"top (?:stories|news|headlines)\b[^.]{0,40}$",
    "most": r"most (?:read|popular|viewed|shared|commented|watched)\b[^.]{0,40}$",
    "popular": r"popular (?:now|stories|articles|posts|in|on)\b[^.]{0,40}$",
    "latest": r"latest (?:news|stories|headlines|posts|articles|videos?|updates?)(?: (?:in|on|from) .{0,40})?\W*$",
    "updated": r"updated\b.{0,30}\bago\b",
    "last": r"last updated?\b.{0,40}\bago\b",
}
_RULES = {word: re.compile(rule, re.IGNORECASE) for word, rule in _OPENING.items()}
_COUNT = re.compile(
    r"(?:\d[\d.,]*\s?[km]?|no|view|show|add)\s+(?:all\s+)?(?:\d+\s+)?(?:comments?|shares?|views?|likes?|retweets?|reactions?|replies|min(?:ute)?s?(?: of)? read(?:ing)?|votes?|photos|images)(?:\s+(?:so far|yet))?",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"(?:(?:updated|published|posted|last updated)\s*:?\s*)?(?:about |over |an? |\d+\+? ?)(?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year)s? ago",
    re.IGNORECASE,
)
_RULE_LINE = re.compile(r"[\W_]+")
_URL_LINE = re.compile(r"(?:source\s*:?\s*|link\s*:?\s*|via\s*:?\s*)?https?://\S+", re.IGNORECASE)
# These announce another story, whose headline may quote; any other line that quotes is the article's.
_TEASERS = frozenset(["read", "also", "see", "related", "more", "must", "don't", "dont", "watch", "listen"])
_QUOTED = re.compile(r"[“«]|\"[^\"]+\"")
# These also open sentences: where they open one that is long and ends as one, it is the article's.
_COMMON = _TEASERS | frozenset(["top", "most", "popular", "latest", "view", "continue", "story", "you", "help", "find", "get"])
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
    rule = _RULES.get(first_word)
    if rule and rule.match(bare.replace("’", "'")):
        return not _is_own_sentence(bare, first_word)
    return len(bare) <= _LONGEST_LABEL and not line.startswith(_LIST_ITEM) and _is_short_boilerplate(bare)


def _is_own_sentence(bare: str, first_word: str) -> bool:
    if first_word not in _TEASERS and _QUOTED.search(bare):
        return True
    return first_word in _COMMON and words(bare) >= _LONG_SENTENCE and bare.endswith(".") and ":" not in bare[:30]


def _is_short_boilerplate(bare: str) -> bool:
    return (
        letters(bare) in _ALONE
        or _is_share_row(bare)
        or bool(
            _COUNT.fullmatch(bare) or _AGO.fullmatch(bare) or _RULE_LINE.fullmatch(bare) or _URL_LINE.fullmatch(bare)
        )
    )


def _is_share_row(bare: str) -> bool:
    tokens = bare.lower().replace(",", " ").replace("|", " ").replace("/", " ").split()
    return all(token in _SOCIAL for token in tokens) and (len(tokens) > 1 or tokens[0] in _HOSTED)


_HEADING = re.compile(
    r"(?P<about>about (?:the |our )?(?:authors?|writers?|reporters?|contributors?|journalists?)|author bio|the authors?|meet the author)"
    r"|(?P<comments>(?:\d+ )?comments?(?: \(?\d+\)?)?|leave a (?:comment|reply)|join the (?:conversation|discussion)|reader comments|disqus)"
    r"|(?P<related>related|(?:related|recommended|trending|popular|latest|top|other|recent|featured|similar|further|more|must)[ -](?:\w+ )?(?:articles?|stor(?:y|ies)|news|posts?|content|links?|coverage|reading|reads?|headlines|topics?|videos?|now|today|for you)"
    r"|topics|tags|filed under|most (?:read|popular|viewed|shared|commented)(?: \w+){0,2}|you (?:may|might) (?:also )?(?:like|be interested in)|more (?:from|on|in|like)\b.{0,40}"
    r"|read (?:also|next|more)|also read|see also|don't miss|what to read next|up next|recommended(?: for you)?|trending|editors?'?s? picks?|in other news|from around the web|around the web|sponsored links|promoted stories|popular|in case you missed it|latest(?: \w+)?|also in the news|elsewhere on .{0,30})",
    re.IGNORECASE,
)


def heading_kind(line: str) -> str | None:
    """What a line of its own opens: "about" (an author's box), "comments", "related" (other stories); else None."""
    bare = undecorated(line).rstrip(":…. ").replace("’", "'")
    if len(bare) > 60 or words(bare) > 8 or is_prose(line):
        return None
    found = _HEADING.fullmatch(bare)
    return found.lastgroup if found else None
