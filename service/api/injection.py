"""How handlers ask for what `create_app` put together."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

from litestar.di import NamedDependency
from litestar.params import SkipValidation

T = TypeVar("T")

Injected: TypeAlias = SkipValidation[NamedDependency[T]]
"""A dependency by the parameter's name, handed over as it is: Litestar would convert and copy each on every request."""
