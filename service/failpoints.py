"""Named places where a crash would hurt, so that tests can have one there.

`ONRECORD_TEST_FAILPOINT=name` kills the process (SIGKILL) the first time that it passes the failpoint of that name,
`name=3` the third time. Without the variable, passing one does nothing.
"""

from __future__ import annotations

import os
import signal
from collections import Counter

VARIABLE = "ONRECORD_TEST_FAILPOINT"

FAILPOINTS = (
    "store.commit",  # the writes of a transaction are done, and not committed
    "store.committed",  # they are committed, and nobody knows
    "outbox.claimed",  # a batch is leased, and nothing of it is written
    "outbox.half_written",  # the engine has the batch's quotes, and not its articles
    "outbox.written",  # the engine has the batch, and the store does not know
    "outbox.settled",
    "import.stored",  # a batch of an import is committed
    "reindex.begun",
    "reindex.built",  # the new index holds everything, and nobody sees it
    "reindex.swapped",  # it is seen, and the store does not know
    "reconcile.noted",
)

_passed: Counter[str] = Counter()


def failpoint(name: str) -> None:
    """Die here, if a test wants it."""
    wanted = os.environ.get(VARIABLE)
    if wanted is None:
        return
    chosen, _, which = wanted.partition("=")
    if chosen == name:
        _passed[name] += 1
        if _passed[name] == int(which or 1):
            os.kill(os.getpid(), signal.SIGKILL)
