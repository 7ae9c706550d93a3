"""The tantivy schema of an index, and a document as tantivy takes it.

`words` holds the words of all searchable fields, one field behind the other; most of what a query asks is answered by
it alone. Where a word stands matters for the order only: `in_` and a field's name holds the words that make a document
better, or worse, than one that has them in the main text (the words of fields before it, and those that stand only in
fields behind it).

`f_` holds the values to filter by and `c_` their numbers to count or collapse by, `n_` a number, `up_` and `down_` the
number to sort by. `begins` holds the first letters of all words, for what is typed first. Beside them `id`, `revision`,
`source` (the document as JSON, the only stored field) and `whole` (short searchable texts as one term each, for
documents that hold exactly what was asked).
"""

from __future__ import annotations

from collections.abc import Iterable

import tantivy

from search.embedded.facets import FacetNumbers, number_of
from search.schema import Document, Index, IndexName
from search.text import words

WORDS_TOKENIZER = "words"

WORDS = "words"

MAIN: dict[IndexName, str] = {"articles": "body", "quotes": "text"}
"""The field that most words of a document stand in."""

BETWEEN_TEXTS = "\x1f"
"""A term that no word can be: it stands between fields and elements of a list, so that no phrase crosses them."""

BEGINS = "begins"

MAX_BEGINNING = 3
"""Letters of a beginning that is a term of its own: it stands for thousands of words, in most documents."""

MAX_WHOLE_WORDS = 12

LAST = 2**62
"""Sorts behind every number."""


def tantivy_schema(index: Index) -> tantivy.Schema:
    """Return the schema; a change here needs a new `search.embedded.shelf.LAYOUT`."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("revision", fast=True)
    builder.add_bytes_field("source", stored=True)
    builder.add_text_field("whole", tokenizer_name="raw", index_option="basic")
    builder.add_text_field(WORDS, tokenizer_name=WORDS_TOKENIZER, index_option="position")
    builder.add_text_field(BEGINS, tokenizer_name=WORDS_TOKENIZER, index_option="basic")
    for field in index.searchable:
        if field != MAIN[index.name]:
            builder.add_text_field(f"in_{field}", tokenizer_name=WORDS_TOKENIZER, index_option="basic")
    for field in index.filterable:
        if field not in index.sortable:
            builder.add_text_field(f"f_{field}", tokenizer_name="raw", index_option="basic")
    for field in index.facets:
        builder.add_integer_field(f"c_{field}", fast=True)
    for field in index.distinct:
        builder.add_integer_field(f"c_{field}", fast=True)
    for field in index.sortable:
        builder.add_integer_field(f"n_{field}", indexed=True, fast=True)
        builder.add_integer_field(f"up_{field}", fast=True)
        builder.add_integer_field(f"down_{field}", fast=True)
    return builder.build()


def whole(field: str, text_words: Iterable[str]) -> str:
    """Return the term in `whole` of a field that consists of just these words."""
    return f"{field}:{' '.join(text_words)}"


def tantivy_document(
    index: Index, document: Document, source: bytes, vocabulary: set[str], values: FacetNumbers
) -> tantivy.Document:
    """Return `document` for tantivy, and add its words to `vocabulary` and its facets' values to `values`."""
    made = tantivy.Document()
    made.add_text("id", document.id)
    made.add_integer("revision", document.revision)
    made.add_bytes("source", source)
    _add_words(made, index, document, vocabulary)
    for field in index.filterable:
        if field not in index.sortable:
            for value in dict.fromkeys(_texts(document, field)):
                made.add_text(f"f_{field}", value)
                if field in index.facets:
                    made.add_integer(f"c_{field}", values.number(value))
    for field in index.distinct:
        for value in _texts(document, field):
            made.add_integer(f"c_{field}", number_of(value))
    for field in index.sortable:
        number = getattr(document, field)
        if number is not None:
            made.add_integer(f"n_{field}", number)
        made.add_integer(f"up_{field}", LAST if number is None else number)
        made.add_integer(f"down_{field}", -LAST if number is None else number)
    return made


def worth(index: Index) -> dict[str, int]:
    """Return the fields beside the main text, and how much better (or worse) than there a word stands in them."""
    main = index.searchable.index(MAIN[index.name])
    return {f"in_{field}": main - place for place, field in enumerate(index.searchable) if place != main}


def _add_words(made: tantivy.Document, index: Index, document: Document, vocabulary: set[str]) -> None:
    runs: list[str] = []
    seen: set[str] = set()
    before_main = True
    for field in index.searchable:
        texts = [words(text) for text in _texts(document, field)]
        for text in texts:
            if 0 < len(text) <= MAX_WHOLE_WORDS:
                made.add_text("whole", whole(field, text))
        runs += map(" ".join, texts)
        distinct = set().union(*texts)
        if field == MAIN[index.name]:
            before_main = False
        elif standing := distinct if before_main else distinct - seen:
            made.add_text(f"in_{field}", " ".join(standing))
        seen |= distinct
    vocabulary |= seen
    made.add_text(BEGINS, " ".join({word[:letters] for word in seen for letters in range(1, MAX_BEGINNING + 1)}))
    made.add_text(WORDS, f" {BETWEEN_TEXTS} ".join(runs))


def _texts(document: Document, field: str) -> list[str]:
    value = getattr(document, field)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
