"""What is packed: gzip, bzip2 and xz, zip and tar; their members are files of any kind, archives among them."""

from __future__ import annotations

import bz2
import gzip
import lzma
import shutil
import stat
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from service.ingest.files.limits import LARGEST_DOCUMENT
from service.ingest.files.place import Place
from service.ingest.files.source import Damaged, Source
from service.ingest.items import Read, Refused

Reader = Callable[[Source], Iterator[Read[Place]]]

_PACKED = {
    ".gz": "",
    ".gzip": "",
    ".bz2": "",
    ".xz": "",
    ".tgz": ".tar",
    ".tbz": ".tar",
    ".tbz2": ".tar",
    ".txz": ".tar",
}
_LEFT_OUT = ("__MACOSX/",)
_DOCUMENTS = ("[Content_Types].xml", "mimetype")
"""What the first members of a zip are called that is an Office or OpenDocument file, or an e-book."""


def read_gzip(source: Source, read: Reader) -> Iterator[Read[Place]]:
    """What is in a gzip file, of one member or many."""
    return read(source.inner(gzip.GzipFile(fileobj=source.stream), _unpacked(source.name)))


def read_bzip2(source: Source, read: Reader) -> Iterator[Read[Place]]:
    """What is in a bzip2 file."""
    return read(source.inner(bz2.BZ2File(source.stream), _unpacked(source.name)))


def read_xz(source: Source, read: Reader) -> Iterator[Read[Place]]:
    """What is in an xz file."""
    return read(source.inner(lzma.LZMAFile(source.stream), _unpacked(source.name)))


def read_zip(source: Source, read: Reader) -> Iterator[Read[Place]]:
    """The members of a zip file, in its order."""
    with tempfile.SpooledTemporaryFile(max_size=LARGEST_DOCUMENT) as copy:
        file = source.file or copy
        if file is copy:  # its members are found from its end
            shutil.copyfileobj(source.stream, copy)
            source.check()
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise Damaged(f"is a damaged zip file: {error}") from error
        members = archive.infolist()
        if members and members[0].filename in _DOCUMENTS:
            yield source.place, Refused("is an Office document or an e-book, which is not read")
            return
        for member in members:
            if not member.is_dir() and not _is_hidden(member.filename):
                yield from _zip_member(archive, member, source, read)


def read_tar(source: Source, read: Reader) -> Iterator[Read[Place]]:
    """The members of a tar file, in its order; links are left out, since what they lead to is there itself."""
    try:
        with tarfile.open(fileobj=source.stream, mode="r|") as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isreg() else None
                if content is not None and not _is_hidden(member.name):
                    yield from read(source.inner(content, member.name, member.name))
                archive.members = []  # type: ignore[attr-defined] # else it keeps them all
    except tarfile.TarError as error:
        raise Damaged(f"is cut off or damaged: {error}") from error


def _zip_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: Source, read: Reader
) -> Iterator[Read[Place]]:
    place = Place(f"{source.place.path}/{member.filename}")
    if stat.S_ISLNK(member.external_attr >> 16):
        return
    if member.flag_bits & 1:
        yield place, Refused("is encrypted")
        return
    try:
        content = archive.open(member)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        yield place, Refused(f"can't be unpacked: {error}")
        return
    with content:
        yield from read(source.inner(content, member.filename, member.filename))


def _is_hidden(name: str) -> bool:
    return name.startswith(_LEFT_OUT) or any(part.startswith(".") for part in PurePosixPath(name).parts)


def _unpacked(name: str) -> str:
    """The name without that of the packing: "a.json" of "a.json.gz", "a.tar" of "a.tgz"."""
    path = PurePosixPath(name)
    return str(path.with_suffix(_PACKED[path.suffix.lower()])) if path.suffix.lower() in _PACKED else name
