"""How many requests a key may make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.access.rates import Rates
from service.errors import TooManyRequests


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@given(st.integers(1, 50), st.lists(st.sampled_from(["a", "b"]), max_size=150))
def test_exactly_as_many_requests_pass_as_the_limit_says_and_each_caller_is_counted_alone(
    limit: int, callers: list[str]
) -> None:
    rates = Rates(limit, 60, Clock())
    passed = {"a": 0, "b": 0}
    for who in callers:
        try:
            rates.take(who)
            passed[who] += 1
        except TooManyRequests:
            assert passed[who] == limit
    assert passed == {who: min(limit, callers.count(who)) for who in passed}


def test_a_window_is_over_when_it_says() -> None:
    clock = Clock()
    rates = Rates(1, 10, clock)
    assert rates.take("a")["RateLimit"] == '"default";r=0;t=10'
    clock.now = 9.5
    with pytest.raises(TooManyRequests) as refused:
        rates.take("a")
    assert refused.value.headers["Retry-After"] == "1"
    clock.now = 10.0
    assert rates.take("a")["RateLimit-Policy"] == '"default";q=1;w=10'


def test_a_key_may_have_a_limit_of_its_own_or_none() -> None:
    rates = Rates(1, 10, Clock())
    assert rates.take("a", 3)["RateLimit"] == '"default";r=2;t=10'
    assert [rates.take("b", 0) for _ in range(5)] == [{}] * 5


def test_callers_whose_windows_are_over_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.access.rates._SWEPT_AT", 3)
    clock = Clock()
    rates = Rates(1, 10, clock)
    for who in "abc":
        rates.take(who)
    clock.now = 11.0
    rates.take("d")
    assert set(rates._windows) == {"d"}
