"""One form for each address, so that the same page is found again."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from service.ingest.unreadable import Unreadable

# Parameters that say where a reader came from, not what is read (from ClearURLs' and AdGuard's public descriptions).
_TRACKING = re.compile(
    r"(?:utm|mtm|pk|piwik|matomo|hsa|mc|oly|vero|_hs|ns|at_custom|itm)_\w+|utm\w*|fbclid|gclid|gclsrc|dclid"
    r"|gbraid|wbraid|msclkid|yclid|ysclid|twclid|ttclid|igshid|igsh|li_fat_id|mkt_tok"
    r"|_ga|_gl|_openstat|_hsenc|_hsmi|wickedid|rb_clickid|s_cid|s_kwcid|cmpid|cmp|cid|ocid|icid|ncid|smid"
    r"|smtyp|sref|xtor|at_\w+|ref_src|ref_url|referrer|partner|feature|spm|share|shared|fb_action_ids"
    r"|fb_source"
    r"|ftag|intcid|linkid|guccounter|guce_referrer\w*|__twitter_impression|traffic_source|amp_js_v|usqp|mbid"
    r"|taid|sh|soc_src|soc_trk|rss|trk|mod|campaign_id|emc|wt\.\w+|newsletter_id",
    re.IGNORECASE,
)

# Of these, words that some sites number their pages by.
_MAY_NUMBER_PAGES = re.compile(r"cid|cmp|mod|sh|share|shared|feature|partner|rss|trk", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """The address in its one form: normalised (RFC 3986), without fragment and tracking parameters, query in order.

    Raises `Unreadable` at "/url" unless it is http or https and names a host.
    """
    # Imported late: it loads tables for international host names.
    from url_normalize import url_normalize

    url = url.strip()
    if not re.match(r"https?://[^\s/?#]", url, re.IGNORECASE):
        raise Unreadable("/url", "is not an http or https address with a host")
    try:
        parts = urlsplit(str(url_normalize(url)))
        host, port = parts.hostname, parts.port
    except (ValueError, UnicodeError) as error:
        raise Unreadable("/url", "is not a valid address") from error
    if not host or any(character.isspace() for character in host):
        raise Unreadable("/url", "is not an http or https address with a host")
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(*pair)]
    netloc = f"[{host}]" if ":" in host else host
    if port and port != _PORTS.get(parts.scheme):
        netloc += f":{port}"
    return urlunsplit((parts.scheme, netloc, parts.path or "/", urlencode(sorted(pairs)), ""))


def _is_tracking(name: str, value: str) -> bool:
    if not _TRACKING.fullmatch(name):
        return False
    return not (_MAY_NUMBER_PAGES.fullmatch(name) and value.isdecimal())
