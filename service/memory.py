"""How this process takes memory from the system."""

from __future__ import annotations

import ctypes
import os
import sys

_M_ARENA_MAX = -8  # <malloc.h>
_ARENAS = 2


def share_arenas() -> None:
    """Let all threads take memory from two arenas; to be called before any of them is started.

    glibc gives each thread an arena of its own, up to eight a core, and what a thread has freed serves that thread
    only. A batch passes through the threads of SQLite, of tantivy and of asyncio, in turn, so that after a while each
    holds what the largest batch took. On other systems, and where `MALLOC_ARENA_MAX` is set, nothing is done.
    """
    if sys.platform != "linux" or "MALLOC_ARENA_MAX" in os.environ:
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _ARENAS)
