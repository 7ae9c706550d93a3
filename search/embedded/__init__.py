"""The default engine: in process, on tantivy, in a directory of its own; nothing to install or to start."""

from __future__ import annotations

from search.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
