"""Closed lists of words and phrases that the rules look up. Folded to lower case unless they say otherwise."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split("|"))


# Whole lines of a page that are buttons, labels and notices, folded by `shape.letters`.
BUTTONS = _phrases(
    """
    source link|source|link|original link|view original|advertisement|advertisements|advertising|ad|ads|sponsored|
    promoted|promoted content|sponsored content|paid content|advert|story continues below|article continues below|
    continue reading below|share|share this|share this article|share this story|share this post|share this page|
    share article|share story|share on|share via|share now|shares|tweet|pin|pin it|print|print this|print article|
    email|email this|email article|copy link|copy url|link copied|save|save article|bookmark|gift this article|
    comment|comments|leave a comment|add a comment|post a comment|view comments|show comments|hide comments|
    join the conversation|join the discussion|no comments|no comments yet|be the first to comment|listen|
    listen to this article|listen to article|listen to this story|play|play video|watch video|watch now|watch live|
    loading|loading video|read more|read more here|read also|also read|see also|see more|show more|view more|
    load more|learn more|find out more|more|continue|continue reading|read full article|read full story|
    read the full article|read the full story|read the full article here|read the full story here|read the rest here|
    read on|click here|menu|search|home|skip to content|skip to main content|skip navigation|toggle navigation|
    navigation|back|back to top|top|next|previous|next article|previous article|next story|previous story|log in|
    login|sign in|sign up|register|subscribe|subscribe now|subscribe today|subscribe here|my account|account|
    newsletter|newsletters|daily newsletter|weekly newsletter|our newsletter|email newsletter|free newsletter|
    newsletter signup|newsletter sign up|support us|donate|donate now|contact us|contact|about us|about|
    privacy policy|privacy|terms of use|terms of service|terms and conditions|terms|cookie policy|cookie settings|
    cookies|manage cookies|cookie preferences|accept|accept all|accept cookies|accept all cookies|reject all|i agree|
    agree|got it|ok|close|dismiss|follow us|follow|following|follow us on social media|get the app|download the app|
    download our app|notifications|turn on notifications|enable notifications|all rights reserved|published|posted|
    updated|last updated|modified|published on|posted on|by|written by|author|authors|tags|topics|filed under|
    categories|category|keywords|text size|font size|a a a|aa|a a|reading time|min read|image|photo|photos|gallery|
    video|videos|audio|photo gallery|image gallery|view gallery|caption|enlarge|enlarge image|expand|fullscreen|
    open image|for immediate release|press release|ends|end|the end|this is a developing story|more to follow|
    more follows|report this ad|report an error|report a typo|correction|corrections|republish|
    republish this article|send|like|likes|reply|report|hide|undo|view all|see all|all|exclusive|breaking|live|
    just in|developing|premium|subscriber only|subscribers only|for subscribers|members only|members|free|new|hot|
    disclaimer|feedback|suggest a correction|was this article helpful|was this helpful|thank you for reading|
    thanks for reading|view as single page|one page|single page|scroll to continue|scroll down|swipe|tap to unmute
    """
)
# Words of which rows of sharing buttons are made.
SHARING = _words(
    """
    share on via facebook twitter x whatsapp telegram linkedin reddit email e-mail mail print pinterest messenger
    viber vk vkontakte odnoklassniki tumblr flipboard copy link copied sms line wechat weibo instagram youtube
    tiktok threads bluesky mastodon follow us save tweet post pin pocket more skype facebook-f bookmark comments
    comment
    """
)
# Words of which the names of sections are made, and those that only go with them.
SECTIONS = _words(
    """
    local national international world politics business economy sport sports opinion culture entertainment
    technology tech science health lifestyle life style travel education environment climate europe asia africa
    americas america usa us uk u.s eu russia ukraine china india middle east mideast australia germany france
    britain finance markets money companies energy defence defense security military war crime law justice courts
    society religion media arts books film music tv food fashion football cricket tennis golf rugby motoring weather
    obituaries letters columns columnists commentary editorial editorials comment features feature video region
    regional community city nation government election elections parliament foreign affairs diplomacy space
    agriculture transport housing property jobs royal royals celebrity showbiz nato interview interviews fact check
    investigations long read reads profile profiles review reviews podcast podcasts blog blogs
    """
)
SECTION_FILLERS = _words(
    """
    news latest top breaking home headlines stories today main front page all more live exclusive analysis explainer
    """
)
# Outlets whose names hold no word that says so. A name that is also an everyday word is left out.
OUTLETS = _phrases(
    """
    rt|bbc|cnn|cbc|abc|nbc|cbs|msnbc|cnbc|npr|pbs|itv|cgtn|nhk|dw|reuters|tass|xinhua|politico|axios|bloomberg|
    al jazeera|aljazeera|the guardian|guardian|the economist|vox|slate|salon|wired|newsweek|forbes|fortune|breitbart|
    huffpost|buzzfeed|vice|quartz|the hill|the intercept|the atlantic|the conversation|le monde|le figaro|
    der spiegel|spiegel|die zeit|die welt|bild|el país|el pais|la repubblica|corriere della sera|haaretz|
    the independent|the sun|the mirror|the spectator|the national|the hindu|hindustan times|ndtv|firstpost|scroll.in|
    the wire|dawn|al arabiya|al-monitor|middle east eye|euronews|euractiv|eurasianet|meduza|kommersant|izvestia|
    pravda|gazeta.ru|lenta.ru|sputnik|ria novosti|interfax|france 24|rfi|rfe/rl|voice of america|voa|press tv|
    presstv|mehr|tasnim|irna|anadolu|hürriyet|stuff|rnz|sbs|rappler|mashable|gizmodo|engadget|techcrunch|the verge|
    ars technica|zdnet|cnet|variety|deadline|billboard|rolling stone|vanity fair|the new yorker|mother jones|jacobin|
    reason|national review|usa today|propublica|bellingcat|wikinews|medium|substack|yahoo|msn|gb news|the telegraph|
    the times|euobserver|kyiv independent|ukrainska pravda|unian|ukrinform|the moscow times|marketwatch|
    business insider|insider
    """
)
# Words that newspapers and stations have in their names, as printed; and those that end no headline by chance.
OUTLET_WORDS = _words(
    """
    News Times Post Herald Guardian Telegraph Tribune Journal Gazette Chronicle Observer Independent Mirror Express
    Star Sun Mail Today Press Standard Record Echo Courier Dispatch Examiner Globe Review Magazine Reporter Register
    Sentinel Ledger Monitor Inquirer Enquirer Bulletin Advertiser Argus Mercury Leader Radio TV Television
    Broadcasting Media Network Online Newspaper Newswire Wire Insider Digest Service Intelligencer Beacon Citizen
    Statesman Voice Daily Weekly Scotsman Nation World Evening Morning Newsroom Agency Messenger Recorder Republic
    Bee Wochenblatt Zeitung Nachrichten
    """
)
STRONG_OUTLET_WORDS = _words(
    """
    News Times Herald Tribune Journal Gazette Chronicle Telegraph Observer Courier Examiner Inquirer Enquirer
    Advertiser Newspaper Newswire Broadcasting Sentinel Ledger Bulletin Dispatch Intelligencer Argus Mercury Post
    Zeitung Radio TV Magazine Recorder Statesman Register
    """
)
# Words that American headlines leave in lower case.
SMALL_WORDS = _words(
    """
    a an and as at but by for from in into is it its nor of off on or out over per so than that the to up via vs
    with yet
    """
)
# A line that ends with one of these has surely more to come.
OPEN_ENDED = _words(
    """
    a an the and or but of in on at by for from with to that which who whose as if than is are was were has have had
    be been will would could should may might
    """
)
