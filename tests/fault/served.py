"""The application on a real socket, in a thread of this process, where a test can reach into it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from service.app import create_app
from service.cli.serving import bound
from service.settings import Settings


@contextmanager
def server(settings: Settings) -> Iterator[str]:
    listener = bound(settings)
    listener.listen()
    running = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="error", access_log=False))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        until(lambda: running.started)
        yield address
    finally:
        running.should_exit = True
        thread.join()
        listener.close()


def until(holds: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to this in time"
        time.sleep(0.02)
