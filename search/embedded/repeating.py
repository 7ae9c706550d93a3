"""The documents that a passage is compared with: those that share its rarest words, by BM25, which tantivy knows."""

from __future__ import annotations

import msgspec
from tantivy import Occur, Query

from search.embedded.fields import WORDS
from search.embedded.finding import Address
from search.embedded.leaves import Library
from search.engine import Query as Asked
from search.filters import filtered, tantivy_filter
from search.passage import Passage
from search.repeats import CANDIDATES, Repeats, variants


def repeats(library: Library, query: Asked, passage: Passage) -> Repeats:
    """Return the documents that repeat `passage`."""
    index = library.index
    known = [word for word in dict.fromkeys(passage.words) if library.frequency(word)]
    words = [(Occur.Should, Query.term_query(library.schema, WORDS, word, "freq")) for word in known]
    addresses: dict[tuple[int, int], Address] = {}
    for filters in variants(query) if words else ():
        made = [tantivy_filter(index, library.schema, one) for one in filters]
        found = library.searcher.search(filtered(Query.boolean_query(words), made), CANDIDATES[index.name])
        addresses |= {(address.segment_ord, address.doc): address for _, address in found.hits}
    sources = (library.searcher.doc(address).get_first("source") or b"{}" for address in addresses.values())
    return Repeats(index, query, passage, (msgspec.json.decode(source) for source in sources))
