"""One JSON object as an item: an article to be read, or one out of an export, which goes back in as it was."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from service.errors import OnRecordError
from service.exported import ExportedArticle
from service.faults import fault_of
from service.ingest.items import Refused
from service.ingest.restoring import restored
from service.ingest.unreadable import Unreadable
from service.models import ArticleIn
from service.store.incoming import Incoming


class _Marked(Struct):
    id: Any = UNSET


def given(raw: bytes) -> ArticleIn | Incoming | Refused:
    """The article in `raw`, or why it is refused: if one field is at fault, that begins with its JSON pointer."""
    try:
        if isinstance(msgspec.json.decode(raw, type=_Marked).id, UnsetType):
            return msgspec.json.decode(raw, type=ArticleIn)
        return restored(msgspec.json.decode(raw, type=ExportedArticle))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        fault = fault_of(error)
        return Refused(f"{fault.pointer} {fault.message}" if fault.pointer else fault.message)
    except Unreadable as problem:
        return Refused(f"{problem.pointer} {problem.message}")
    except OnRecordError as problem:
        return Refused(problem.detail)
