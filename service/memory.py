"""How this process takes memory from the system."""

from __future__ import annotations

import ctypes
import os
import sys

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # <malloc.h>
_ARENAS = 2
_LARGE = 256 * 1024


def take_sparingly() -> None:
    """Give back what was freed, as far as glibc can be told to; to be called before any thread is started.

    glibc gives each thread an arena of its own, up to eight a core, and what a thread has freed serves that thread
    only. A batch passes through the threads of SQLite, of tantivy and of asyncio, in turn, so that after a while each
    holds what the largest batch took: so all take from two arenas. And what is larger than 256 KiB is taken from the
    system by itself, and given back: glibc raises that threshold (mallopt(3)) by each such piece up to 32 MiB, so that
    the batches end up among small pieces that live long. A server that worked off an import had 195 MB of its own
    instead of 225.

    On other systems, and where `MALLOC_ARENA_MAX` is set, nothing is done.
    """
    if sys.platform != "linux" or "MALLOC_ARENA_MAX" in os.environ:
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _ARENAS)
        mallopt(_M_MMAP_THRESHOLD, _LARGE)
        mallopt(_M_TRIM_THRESHOLD, _LARGE)
