"""Articles from files of every kind that a newsroom has. Files are read once, in bounded memory, and never trusted."""

from service.ingest.files.limits import Limits
from service.ingest.files.place import Place
from service.ingest.files.reading import read_file, read_stream

__all__ = ["Limits", "Place", "read_file", "read_stream"]
