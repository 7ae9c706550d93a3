"""Fitting weights: the same examples give the same weights, and what always wins weighs more."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("numpy", reason="training needs numpy, which only development has")

from benchmarks.quote_sample import sample_rows
from benchmarks.quote_training.rows import gold_at, outlet_of
from benchmarks.quote_training.softmax import Example, choose, fit, pack
from benchmarks.quotes import STYLES

EXAMPLES = [
    Example(n, [["near", "name"], ["far", "name"], ["far", f"odd{n}"]], [0] if n % 5 else [1]) for n in range(40)
]


def test_the_same_examples_give_the_same_weights() -> None:
    assert fit(pack(EXAMPLES, 3)) == fit(pack(list(EXAMPLES), 3))


def test_what_is_mostly_right_weighs_more_and_what_is_rare_is_left_out() -> None:
    weights = fit(pack(EXAMPLES, 3))
    assert weights["near"] > weights["far"]
    assert not any(name.startswith("odd") for name in weights)


def test_left_out_articles_have_no_say() -> None:
    kept = choose(pack(EXAMPLES, 3), lambda article: article % 5 != 0)
    assert fit(kept)["near"] > fit(pack(EXAMPLES, 3))["near"]


def test_an_outlet_is_the_prefix_of_the_id() -> None:
    assert outlet_of({"id": "west-post_2031-01-02_frost"}) == "west-post"


def test_a_quote_is_laid_beside_the_gold_that_covers_half_of_it() -> None:
    row = {"quotes": [{"start": 10, "end": 30}]}
    assert gold_at(row, 12, 29) == {"start": 10, "end": 30}
    assert gold_at(row, 29, 60) is None


def test_the_own_styles_mark_exact_words() -> None:
    rows = [json.loads(line) for line in STYLES.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 60
    assert len({row["id"].rpartition("-")[0] for row in rows}) >= 10
    assert all(row["text"][q["start"] : q["end"]] == q["text"] for row in rows for q in row["quotes"])


def test_the_sample_corpus_keeps_every_marked_quote_when_it_is_read() -> None:
    rows, lost = sample_rows()
    assert (len(rows), lost) == (54, 0)
