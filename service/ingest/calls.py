"""Calls and notices of a page, by the first word of their line."""

from __future__ import annotations

import re

_PUBLICATION = (
    r"(?:newsletters?|mailing list|briefings?|bulletins?|digests?|e-?mails?|alerts?|updates|channel|app|page"
    r"|podcasts?|inbox|membership|notifications?|coverage|stories|news)"
)
# Each is matched at the start of its line.
_OPENING = {
    "advertisement": r"advertisement\b\W*(?:story|article|continue|scroll|skip|-|–|—|$)",
    "story": r"story continues (?:below|after)|story (?:tips|by)\W*$",
    "article": r"article continues (?:below|after)|article (?:source|link|tags|topics)\s*:",
    "continue": r"continue reading\b.{0,60}$|continue (?:below|after)\b",
    "scroll": r"scroll (?:down )?(?:to|for)\b.{0,60}$",
    "skip": r"skip (?:to|past|advertisement|ad)\b.{0,60}$",
    "read": (
        r"read\s?(?:more|also|next|now|here|on|full|the (?:full|rest|whole|original)|it here|this (?:also"
        r"|next))\b\W*(?:[:|»>→–—-]|at|on|here|in|about|from|of|story|article|$)|read (?:the )?(?:full|original"
        r"|rest)\b.{0,60}$|read\s*:"
    ),
    "also": r"also (?:read|see|watch)\b\W{0,3}|also on [^.:]{2,40}:$",
    "see": r"see (?:also|more|all|related)\b\W{0,3}(?:[:|»>–—-]|$)",
    "related": (
        r"related\s?(?:[:|»>–—-]|(?:articles?|stor(?:y|ies)|news|posts?|content|links?|topics?|coverage|reading"
        r"|tags?|videos?)\b\W*(?:[:|»>–—-]|$))"
    ),
    "more": r"more (?:from|on|in|about|stories|news|articles|top stories|like this|coverage)\b[^.]{0,80}$|more\s*:",
    "must": r"must[ -](?:read|see|watch)\b\W*[:|]",
    "don't": r"don['’]t miss\b.{0,160}$",
    "dont": r"dont miss\b.{0,160}$",
    "recommended": r"recommended (?:for you|reading|stories|articles|videos?)?\W*(?::|$)",
    "you": (
        r"you (?:may|might|will|could)(?: also)? (?:like|be interested|want to read|enjoy)\b"
        r"|you can (?:also )?(?:follow|subscribe|sign up|share this|read more|unsubscribe)\b|you have (?:reached"
        r"|read|used|\d+)\b.{0,20}(?:free|articles)\b|you must be logged in|you need to be"
    ),
    "watch": (
        r"watch(?: (?:now|live|below|the (?:video|full video)))?\s*[:|»>–—-]|watch (?:the )?(?:full )?(?:video"
        r"|live|clip|interview)\b.{0,60}$"
    ),
    "listen": (
        r"listen(?: (?:now|live))?\s*[:|»>–—-]|listen to (?:this|the) (?:article|story|episode|podcast"
        r"|full)\b.{0,60}$"
    ),
    "sign": r"sign up (?:to|for|now|here|today|below)\b|sign[ -]in to\b|sign up\W*$|sign up .{0,60}" + _PUBLICATION,
    "subscribe": (
        r"subscribe (?:to|for|now|here|today|on|via|and|with)\b(?!.{0,40}\b(?:theory|view|idea|notion|belief)\b)"
        r"|subscribe\W*$"
    ),
    "subscribers": r"subscribers (?:only|can)\b",
    "register": r"register (?:for|to|now|here|free)\b.{0,100}$",
    "log": r"log[ -]?in (?:to|or|with|here)\b.{0,80}$",
    "already": (
        r"already (?:a|an|have|subscribed|registered)\b.{0,30}(?:subscriber|member|account|registered|subscribed"
        r"|user|log|sign|\?)"
    ),
    "get": (
        r"get (?:the|our|all|more|your|unlimited|access|breaking|daily|full|free|instant|exclusive"
        r"|email)\b.{0,120}\b(?:"
    )
    + _PUBLICATION
    + r"|delivered|sent)\b.{0,80}$",
    "receive": r"receive (?:the|our|all|daily|breaking|latest|news)\b.{0,120}\b" + _PUBLICATION + r"\b",
    "join": r"join (?:our|us on|the conversation|the discussion|thousands|over \d|more than \d|\d)\b.{0,160}$",
    "follow": (
        r"follow (?:us|our|me|him|her|them|@|[\w ]{2,40} on (?:twitter|facebook|x|instagram|telegram|google"
        r"|linkedin|threads))\b.{0,120}$|follow @"
    ),
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
    "this": (
        r"this (?:web)?site uses cookies|this (?:web)?page uses|this (?:article|story|content|post) is (?:for"
        r"|available|only|exclusive|reserved|free)\b.{0,100}\b(?:subscribers?|members?|registered|readers)\b"
        r"|this (?:is an? )?(?:automated|automatically)|this (?:ad|advertisement)\b|this video (?:cannot|can't"
        r"|is not|file)"
    ),
    "we": (
        r"we use (?:cookies|your sign-up|necessary)|we and our (?:\d+ )?partners|we've (?:updated|detected)"
        r"|we have (?:updated our (?:privacy|terms|cookie))|we value your privacy|we'd like to (?:send|notify)"
    ),
    "by": (
        r"by (?:continuing|using|clicking|closing|browsing|signing up|submitting|subscribing|entering|proceeding"
        r"|registering)\b.{0,60}\b(?:you|site|agree|cookies|accept|browse)\b"
    ),
    "accept": r"accept (?:all |our )?cookies",
    "our": (
        r"our (?:web)?site uses cookies|our privacy (?:policy|notice)|our (?:free |daily "
        r"|weekly )*newsletters?\b.{0,80}$"
    ),
    "cookies": r"cookies (?:help us|on (?:this|our)|are used)\b",
    "to": (
        r"to (?:continue|keep|read (?:the|this) (?:full|rest|whole|article|story)|get (?:unlimited|full) access"
        r"|receive (?:our|the)|subscribe|comment|post a comment|view this|enjoy)\b.{0,60}\b(?:subscribe"
        r"|subscription|register|log|sign|account|member|javascript|click|newsletter|browser)\b"
    ),
    "unlock": r"unlock (?:this|unlimited|the|full)\b.{0,100}$",
    "please": (
        r"please (?:subscribe|log|sign|register|enable|disable|share|like|follow|consider (?:donating|subscribing"
        r"|supporting)|click|enter|verify|try again|support)\b.{0,160}$"
    ),
    "share": (
        r"share (?:or comment on|this|on|via|article|story|your (?:thoughts|story|comments))\b(?:[^.]{0,60}$"
        r"|.{0,60}\b(?:facebook|twitter|whatsapp|comments)\b)"
    ),
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
RULES = {word: re.compile(rule, re.IGNORECASE) for word, rule in _OPENING.items()}
