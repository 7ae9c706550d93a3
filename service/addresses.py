"""When two addresses are one page's: AMP, mobile, `www`, `http` and `index.html` forms folded onto each other.

What is made here is only compared, never printed. A form is folded when it says how a page is delivered, and kept when
it may say which page: path, case and every parameter that is not known to do the first.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

_HOSTS = re.compile(r"^(?:www\d?|m|mobile|mobil|touch|wap|amp)\.(?=[^.]+\.[^.])")
_INNER_MOBILE = re.compile(r"(?<=\.)(?:m|amp)\.(?=[^.]+\.[^.]+$)")
_INDEX = re.compile(r"(?:index|default)\.(?:html?|php|aspx?|jsp)", re.IGNORECASE)
_AMP_SUFFIX = re.compile(r"\.amp(?=(?:\.html?)?$)", re.IGNORECASE)
_AMP_FLAGS = frozenset({"amp", "_amp", "isamp", "is_amp"})
_AMP_VIEWS = frozenset({"outputtype", "output", "view", "format", "type", "mode", "template"})
_TRUE = frozenset({"", "1", "true", "yes", "amp"})

# https://developers.google.com/amp/cache/amp-cache-urls: `c` a page, `v` one in a viewer; `s` its origin is https.
_CACHES = re.compile(r"(?:\.cdn\.ampproject\.org|\.bing-amp\.com)$")
_CACHED = re.compile(r"^/(?:c|v|wp|a)/(?:s/)?(?P<origin>[^/?]+\.[^/?]+.*)$")
_VIEWED = re.compile(r"^/amp/(?:s/)?(?P<origin>[^/?]+\.[^/?]+.*)$")  # on google.com


def folded(url: str) -> str:
    """The form under which an address is compared: without scheme, `host/path?query`.

    `url` is one that `service.ingest.urls.canonical_url` has made: no fragment, no tracking, parameters in order.

    >>> folded("http://www.paper.example/news/amp/index.html?amp=1&id=3")
    'paper.example/news?id=3'
    """
    parts = urlsplit(url)
    host, path = parts.netloc.lower(), parts.path
    while origin := _origin(host, path) or _origin(host, f"/{_page(path)}"):
        host, _, path = origin.partition("/")
        host = host.lower()
    host = _bare(host)
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _asks_amp(name, value)
    ]
    query = urlencode(sorted(kept))
    return f"{host}/{_page(path)}" + (f"?{query}" if query else "")


def _origin(host: str, path: str) -> str | None:
    """The address that an AMP cache or viewer shows, without its scheme."""
    if _CACHES.search(host):
        found = _CACHED.match(path)
    elif re.fullmatch(r"(?:www\.)?google\.[a-z.]{2,6}", host):
        found = _VIEWED.match(path)
    else:
        return None
    return found["origin"] if found else None


def _bare(host: str) -> str:
    host = re.sub(r":(?:80|443)$", "", host)
    while (shorter := _INNER_MOBILE.sub("", _HOSTS.sub("", host))) != host:
        host = shorter
    return host


def _page(path: str) -> str:
    """The path without what only says that it is the AMP form, or a folder's own page; never emptied by that."""
    whole = [segment for segment in path.split("/") if segment]
    kept = [segment for segment in whole if segment.lower() not in {"amp", "amp.html"}] or whole
    while kept and _INDEX.fullmatch(kept[-1]):
        kept.pop()
    if kept and (shorter := _AMP_SUFFIX.sub("", kept[-1])):
        kept[-1] = shorter
    return "/".join(kept)


def _asks_amp(name: str, value: str) -> bool:
    name, value = name.lower(), value.lower()
    return (name in _AMP_FLAGS and value in _TRUE) or (name in _AMP_VIEWS and value == "amp")
