"""One tantivy index on disk: opened or started anew, written by one process, read by any number."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import structlog
import tantivy

from search.documents import encode
from search.embedded.damage import damaged
from search.embedded.facets import FacetNumbers
from search.embedded.fields import BETWEEN_TEXTS, WORDS, WORDS_TOKENIZER, tantivy_document, tantivy_schema
from search.embedded.leaves import Library
from search.embedded.vocabulary import Vocabulary
from search.engine import Refusal, SearchUnavailable
from search.schema import INDEX_VERSION, Document, Index

LAYOUT = 3
"""Version of what `search.embedded` makes of a document; part of the directory's name, beside `INDEX_VERSION`."""

WRITER_BYTES = 128_000_000

_log = structlog.get_logger(__name__)


class Shelf:
    """An index in `directory`. Not safe to write from two threads at once; reading is."""

    def __init__(self, directory: Path, index: Index, *, read_only: bool) -> None:
        self.index = index
        self.path = directory / f"{index.name}_v{INDEX_VERSION}_{LAYOUT}"
        self._read_only = read_only
        self._schema = tantivy_schema(index)
        self._tantivy: tantivy.Index | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._library: Library | None = None
        self._vocabulary = Vocabulary()
        self._values = FacetNumbers()
        self._state: tuple[int, int, int] | None = None

    def open(self) -> None:
        """Open the index, and for writing unless read-only; one that can't be read is set aside and started anew.

        So is one whose folder was removed while it was open: what is read of it then has no name on the disk any more.
        """
        if self._tantivy is not None and not self.is_there():
            _log.warning("search_index_gone", path=str(self.path))
            self._writer = self._tantivy = self._library = None
        if self._tantivy is None:
            if self._read_only and not self.is_there():
                raise SearchUnavailable(f"there is no search index in {self.path} yet")
            self._tantivy = self._opened()
            self._refresh()
        if self._writer is None and not self._read_only:
            self._writer = self._lock(self._tantivy)

    def library(self) -> Library:
        """Return the newest state of the index; raises `SearchUnavailable` before `open`."""
        if self._library is None:
            if not self._read_only:
                raise SearchUnavailable("the search index is not prepared")
            self.open()
        if self._writer is None and self._state != self._on_disk():  # another process writes
            self._refresh()
        assert self._library is not None  # noqa: S101 — set by _refresh
        return self._library

    def write_all(self, writes: Sequence[tuple[Sequence[Document], Sequence[str]]]) -> list[list[Refusal]]:
        """Do each (put, remove) in order, in one commit; they are on disk and can be searched when this returns."""
        if self._tantivy is None or self._read_only:
            raise SearchUnavailable(f"the search index in {self.path} is not open for writing")
        if self._writer is None:
            self._writer = self._lock(self._tantivy)
        words: set[str] = set()
        try:
            refusals = [self._add(self._writer, put, remove, words) for put, remove in writes]
            self._writer.commit()
        except Exception as error:
            self._roll_back()
            raise SearchUnavailable(f"the search index could not be written: {error}") from error
        self._refresh(words)
        return refusals

    def _add(
        self, writer: tantivy.IndexWriter, put: Sequence[Document], remove: Sequence[str], words: set[str]
    ) -> list[Refusal]:
        refusals = []
        for document in put:
            try:
                made = tantivy_document(self.index, document, encode(document), words, self._values)
            except ValueError as error:
                refusals.append(Refusal(document.id, str(error)))
                continue
            writer.delete_documents_by_term("id", document.id)
            writer.add_document(made)
        for key in remove:
            writer.delete_documents_by_term("id", key)
        return refusals

    def close(self) -> None:
        """Let go of the writer's lock and of the files."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
        self._writer = self._tantivy = self._library = None

    def is_there(self) -> bool:
        """Whether there is an index on the disk."""
        return (self.path / "meta.json").exists()

    def is_written(self) -> bool:
        """Whether a process has it open for writing."""
        if not self.is_there():
            return False
        try:
            tantivy.Index.open(str(self.path)).writer(WRITER_BYTES, 1).wait_merging_threads()
        except ValueError:
            return True
        return False

    def _opened(self) -> tantivy.Index:
        try:
            wrong = None if self._read_only else damaged(self.path)
            if wrong is None:
                return self._open_or_create()
        except Exception as error:
            if self._read_only:
                raise SearchUnavailable(f"the search index in {self.path} can't be read: {error}") from error
            wrong = str(error)
        aside = self.path.with_name(f"{self.path.name}.unreadable")
        _log.warning("search_index_unreadable", path=str(self.path), moved_to=str(aside), error=wrong)
        shutil.rmtree(aside, ignore_errors=True)
        self.path.rename(aside)
        return self._open_or_create()

    def _open_or_create(self) -> tantivy.Index:
        if not self._read_only:
            self.path.mkdir(parents=True, exist_ok=True)
        opened = tantivy.Index(self._schema, path=str(self.path))
        words = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        opened.register_tokenizer(WORDS_TOKENIZER, words)
        opened.config_reader("manual")
        opened.reload()
        opened.searcher().search(tantivy.Query.all_query(), 1)
        return opened

    def _lock(self, opened: tantivy.Index) -> tantivy.IndexWriter:
        try:
            writer = opened.writer(WRITER_BYTES, 1)
        except ValueError as error:
            raise SearchUnavailable(f"another process writes the search index in {self.path}: {error}") from error
        writer.garbage_collect_files()
        return writer

    def _roll_back(self) -> None:
        """Forget what was added since the last commit."""
        try:
            if self._writer is not None:
                self._writer.rollback()
        except Exception:  # noqa: BLE001 — after an I/O error a writer refuses everything, and another has to be made
            self._writer = None

    def _refresh(self, words: Iterable[str] | None = None) -> None:
        """Read the newest commit; `words` are those that it has brought, where that is known."""
        assert self._tantivy is not None  # noqa: S101 — called after open only
        self._state = self._on_disk()
        self._tantivy.reload()
        searcher = self._tantivy.searcher()
        if words is None:
            words = self._stored(searcher, [WORDS])
            for value in self._stored(searcher, (f"f_{facet}" for facet in self.index.facets)):
                self._values.number(value)
        self._vocabulary.add(words)
        self._library = Library(self.index, self._schema, searcher, self._vocabulary, self._values)

    @staticmethod
    def _stored(searcher: tantivy.Searcher, fields: Iterable[str]) -> set[str]:
        """Return every term of `fields`."""
        return {term for field in fields for term, _ in searcher.terms_with_prefix(field, "")} - {BETWEEN_TEXTS}

    def _on_disk(self) -> tuple[int, int, int]:
        state = (self.path / "meta.json").stat()
        return state.st_mtime_ns, state.st_size, state.st_ino
