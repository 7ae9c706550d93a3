"""What is written by hand: what the API is, its parts, its keys, and what an answer of a status means."""

from __future__ import annotations


class Incomplete(Exception):
    """A route leaves out something that the contract has to say; the message says what, and where it belongs."""


DESCRIPTION = """\
Who said what, when, in which outlet: articles go in, every quote comes out with its speaker, and both can be searched
with typos forgiven.

Times are RFC 3339; `null` means unknown, and nothing is ever guessed; offsets count Unicode code points in `body`.

**Lists** page by an opaque `cursor`: `next_cursor` of a page, and its `Link` header, lead to the next one. **Searches**
page by `offset`. A repeated parameter means any of its values; different parameters have to hold together.

**Errors** are `application/problem+json` (RFC 9457) with a stable `code`; `errors` names each field by a JSON pointer,
or each parameter. A misspelt parameter or field is an error. Answers of 503 say in `Retry-After` when to come again.

Every answer has an `X-Request-Id`, the one that was sent or one of ours. `HEAD` answers wherever `GET` does; `ETag` and
`If-None-Match` save what has not changed (304); long answers are packed for whoever sends `Accept-Encoding: gzip`.

**Keys**: `Authorization: Bearer …`; each opens what its scope says (`read`, `write`, `admin`). An instance for which
none was ever made needs none, and answers to its own machine only. Where requests are limited, every answer says in
`RateLimit` what is left, and 429 when to come again.
"""

TAGS = {
    "articles": "Articles: handing them in, reading, changing and deleting them, and what changed in them.",
    "quotes": "Quotes: reading them by speaker, outlet and date, and correcting them.",
    "speakers": "Speakers: who is quoted, under which names; merging and splitting them.",
    "outlets": "Outlets: who prints.",
    "search": "Full-text search with facets, typos forgiven.",
    "instantsearch": "What `@meilisearch/instant-meilisearch` calls, in Meilisearch's shapes, errors too.",
    "keys": "API keys: making, replacing and revoking them.",
    "quarantine": "What the search engine would not take.",
    "imports": "Many articles at once, as a stream of lines.",
    "exports": "Everything out, as a stream of lines.",
    "service": "How the service is.",
}

SCHEMES = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "key",
        "description": "What `createKey` or `onrecord key create` made, as RFC 6750 says.",
    },
    "searchKey": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "What `createSearchKey` made (RFC8725): it opens the searches, of these what its filters leave.",
    },
}

MEANINGS = {
    200: "As asked.",
    201: "It is made.",
    202: "All of it is taken; `Location` shows how far it is.",
    204: "Done; there is nothing more to say.",
    304: "It is still what `If-None-Match` names.",
}
