"""An extractor that meets with an accident where an article asks for one; run by the tests of the pool."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from service.ingest import extractor
from service.ingest.extracting import extract
from service.models import ArticleIn, Extraction


def accident(given: ArticleIn, *, max_chars: int) -> Extraction:
    match (given.body or "").split()[:2]:
        case ["Die.", *_]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["Leave.", *_]:
            os._exit(3)
        case ["Once.", mark] if not Path(mark).exists():
            Path(mark).touch()
            os.kill(os.getpid(), signal.SIGSEGV)
        case ["Sleep.", *_]:
            time.sleep(60)
        case ["Print.", *_]:
            print("what a library says")  # noqa: T201
    return extract(given, max_chars=max_chars)


if __name__ == "__main__":
    if sys.argv[1:] == ["broken"]:
        sys.exit(7)
    extractor.extract = accident
    extractor.main()
