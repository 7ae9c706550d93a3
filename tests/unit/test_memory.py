from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

THREADS = """
import ctypes, sys, threading
from service.memory import take_sparingly
take_sparingly()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
barrier = threading.Barrier(8)
def work():
    barrier.wait()
    libc.malloc(50_000)
    barrier.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc.fdopen.restype = ctypes.c_void_p
stream = ctypes.c_void_p(libc.fdopen(1, b"w"))
libc.malloc_info(0, stream)
libc.fflush(stream)
"""


def arenas(**environment: str) -> int:
    inherited = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"}
    told = subprocess.run(
        [sys.executable, "-c", THREADS], env=inherited | environment, capture_output=True, check=True, text=True
    )
    return len(re.findall("<heap nr", told.stdout))


@pytest.mark.skipif("CS_GNU_LIBC_VERSION" not in getattr(os, "confstr_names", {}), reason="needs glibc's malloc")
def test_threads_share_two_arenas_unless_the_environment_says_how_many() -> None:
    assert arenas() == 2
    assert arenas(MALLOC_ARENA_MAX="5") == 5
