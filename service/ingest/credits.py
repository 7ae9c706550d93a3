"""Picture credits and captions: lines that belong to a picture and not to the article's text.

A sentence that merely names a picture agency is not a credit: a credit is the whole line, or stands at its end behind
a separator or in brackets. An agency's bare name at a paragraph's end ("… he said. (Reuters)") signs the text, so it
takes a photographer's name or the word "photo" beside it to make the line a caption.
"""

from __future__ import annotations

import re

_PICTURES_ONLY = (
    r"(?:getty(?: images)?|pixabay|unsplash|pexels|shutterstock|i?stock(?:photo)?|alamy(?: stock photo)?"
    r"|depositphotos|adobe stock"
    r"|dreamstime|flickr|wikimedia(?: commons)?|creative commons|ap (?:photo|images)|afp photo|epa(?:-efe)?"
    r"|picture alliance"
    r"|zuma(?: press)?|imago(?: images)?|pa (?:wire|images)|rex features|splash news|handout|screengrab|screenshot"
    r"|file (?:photo|image|pic)|nurphoto|sipa(?: usa)?|magnum|public domain|cc by(?:-sa)?(?: \d\.\d)?)"
)
_AGENCY = (
    r"(?:reuters|afp|ap|associated press|efe|dpa|tass|xinhua|sputnik|anadolu(?: agency)?|press association"
    r"|pa(?: media)?|pti|ani)"
)
_BANK = rf"(?:{_PICTURES_ONLY}|{_AGENCY}|wikipedia|supplied|courtesy)"
_SUBJECT = (
    r"(?:photo(?:graph)?|image|picture|pic|foto|file (?:photo|image|picture)|illustration|graphic|artwork"
    r"|photo illustration"
    r"|(?:cover|featured|main|header) image|stock photo)s?"
)
_CREDITED = r"(?:\s+(?:credits?|source|courtesy(?: of)?|by|from|via))"
# The whole line: "Photo: Jane Doe", "Source: Pixabay", "Image credit – Polar Society", "Picture by Jane Doe".
_LABELLED = re.compile(
    rf"(?:{_SUBJECT}{_CREDITED}?\s*[:/|–—-]|{_SUBJECT}\s+(?:credits?|courtesy of|by)\b"
    r"|(?:image |photo |picture )?(?:sources?|credits?|courtesy|courtesy of)\s*:|©|\(c\))\s*\S.{0,90}",
    re.IGNORECASE,
)
_BANK_ALONE = re.compile(
    rf"[(\[©\s]*(?:(?:via|by|from)\s+)?{_BANK}(?:\s*(?:/|,|\||via|-|–"
    rf"|—)\s*[\w.’'& -]{{2,40}}){{0,3}}[)\]\s.]*",
    re.IGNORECASE,
)
_NAMED_BANK = re.compile(rf"(?:[A-Z][\w.’'-]+\s?){{1,4}}/\s?(?i:{_BANK})(?:\s?/\s?[\w. -]{{2,30}})?\.?")
# The start: "FILE PHOTO: …", "Pictured: …", "Image caption: …".
_CAPTION_START = re.compile(
    r"(?:FILE PHOTO|FILE IMAGE|FILE|File photo|File image|File pic(?:ture)?|Pictured|Image caption"
    r"|Photo caption|Caption"
    r"|IMAGE|PHOTO|Video caption|Media caption|ARCHIVE PHOTO|HANDOUT)(?:\s*[:–—-]\s|\s+(?:taken|released"
    r"|provided|made|dated)\b|,\s).{3,}"
    r"|In this (?:file |undated )?(?:photo|image|picture)\b.{3,}",
)
# The end: "(Photo: AFP)", "[File: Jane Doe/Reuters]", "REUTERS/Jane Doe", "/ Getty Images", "Photo by Jane Doe".
_TAIL_BRACKET = re.compile(
    rf"[(\[]\s*(?:{_SUBJECT}{_CREDITED}?\s*[:/ ]|(?:source|credit|courtesy|via|file)\s*[:/]|©|{_PICTURES_ONLY}\b"
    rf"|{_AGENCY}\s*/|[\w.’' -]{{2,40}}(?:/|via )\s*{_BANK})[^()\[\]]{{0,80}}[)\]]\.?$",
    re.IGNORECASE,
)
_TAIL_NAME = re.compile(
    rf"(?:(?:AP Photo|REUTERS|AFP|EPA|Reuters|AP|Handout)\s?/\s?[\w.’' -]{{3,50}}|[/|•–—]\s*(?i:{_PICTURES_ONLY})"
    r"|(?<=[.!?”\"] )(?:[A-Z][\w.’'-]+ ){1,3}/\s?(?:AFP|AP|Reuters|REUTERS|EPA)"
    r"|(?<=[.!?”\"] )(?:©\s?)?(?:[\w.’'/-]+ ?){0,4}Getty Images"
    r"|(?<=[.!?”\"] )(?:Photo|Photograph|Picture|Image|Credit|Foto)s?(?: credit| by| courtesy of|:"
    r"|/) ?[\w.’'/&,() -]{2,60})\.?$"
)
_SEPARATOR = re.compile(r"[/:|•–—]|Photo|Picture|Image|Credit|Foto")
_TAIL_REACH = 110
_LONGEST_CAPTION = 70
_LONGEST_OVER_CREDIT = 40
_LONGEST_CREDIT = 8
_ENDINGS = ("Images", "AFP", "euters", "EUTERS", "EPA", "stock", "Alamy")


def is_credit(line: str) -> bool:
    """Whether the whole line is a picture credit."""
    if len(line) > _TAIL_REACH:
        return False
    if _LABELLED.fullmatch(line):
        return not (line.endswith((".", "”", '"')) and line.count(" ") > _LONGEST_CREDIT)
    return bool(_BANK_ALONE.fullmatch(line) or ("/" in line and _NAMED_BANK.fullmatch(line)))


def is_caption(line: str) -> bool:
    """Whether the whole line is a caption, by its start or by the credit at its end."""
    if line[:1] in "“\"'‘«" or line.count(" ") >= _LONGEST_CAPTION:
        return False
    if _CAPTION_START.match(line):
        return True
    tail = line[-_TAIL_REACH:]
    end = tail.rstrip(".")
    if end.endswith((")", "]")):
        return bool(_TAIL_BRACKET.search(tail))
    if not (_SEPARATOR.search(tail) or end.endswith(_ENDINGS)):
        return False
    return bool(_TAIL_NAME.search(tail))


def can_be_captioned_by(line: str) -> bool:
    """Whether the line may be the caption over a credit: a short one that quotes nobody."""
    return line.count(" ") < _LONGEST_OVER_CREDIT and not any(mark in line for mark in '“”"«»')
