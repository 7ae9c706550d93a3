"""What the manners are: wrappers around an ASGI application that is called for HTTP only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from litestar.types import HTTPScope, Receive, Send

HttpApp: TypeAlias = Callable[[HTTPScope, Receive, Send], Awaitable[None]]
