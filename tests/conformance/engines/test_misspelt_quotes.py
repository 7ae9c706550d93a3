"""A quote is found by six of its words, every long one misspelt at any place."""

from __future__ import annotations

from benchmarks.misspelt import generated, missed
from search.engine import SearchEngine

QUOTES = generated(1_500)
TRIES = 300


async def test_six_misspelt_words_find_their_quote_in_97_of_100_tries(stocked: SearchEngine) -> None:
    misses = await missed(stocked, QUOTES, TRIES)
    assert len(misses) <= 0.03 * TRIES, misses
