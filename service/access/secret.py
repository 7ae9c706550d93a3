"""The secret that search keys are signed with: given, or made once and kept in a file that only its owner reads."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from service.errors import BadSettings
from service.settings import PREFIX, SHORTEST_SECRET, Secret, Settings

FILE = "token-secret"


def token_secret(settings: Settings) -> Secret:
    """The secret of this service. Raises `BadSettings` when the file that holds it can't be used."""
    if settings.token_secret is not None:
        return settings.token_secret
    path = settings.data_dir / FILE
    try:
        if not path.exists():
            _make(path)
        text = path.read_text("ascii").strip()
    except (OSError, ValueError) as error:
        raise BadSettings(f"{path}, which search keys are signed with, can't be read or made: {error}") from error
    if len(text) < SHORTEST_SECRET:
        raise BadSettings(f"{path} holds no secret: remove it for a new one, or set {PREFIX}TOKEN_SECRET")
    return Secret(text)


def _make(path: Path) -> None:
    """Put a new secret there at once and whole; of several processes that start together, the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{FILE}-")  # 0600 from the beginning
    made = Path(name)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(made, path)
    finally:
        made.unlink()
