"""Opening plain, gzip and Zstandard files alike, as byte streams that never hold a whole file."""

from __future__ import annotations

import gzip
import io
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from repair.batch.errors import InputError, MissingExtra

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPRESSIONS = (".gz", ".zst")

_COMPRESSED_STEP = 1 << 14  # read at a time, so that dense data cannot swell without bound


def split_suffix(path: Path) -> tuple[str, str]:
    """The suffix of the content and of the compression, both lower-case: (".jsonl", ".gz")."""
    compression = path.suffix.lower()
    if compression in COMPRESSIONS:
        return Path(path.stem).suffix.lower(), compression
    return compression, ""


@contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """A stream of the decompressed bytes of `path`.

    Raises:
        InputError: when the file cannot be opened, or ends or breaks inside its compression.
    """
    try:
        with path.open("rb") as raw, _decompressed(raw, split_suffix(path)[1]) as stream:
            yield stream
    except EOFError:
        raise InputError(
            f"{path} is cut off: its compressed data ends too early. Fetch the file again."
        ) from None
    except (gzip.BadGzipFile, zlib.error) as error:
        raise InputError(f"{path} is not sound gzip data ({error}). Fetch it again.") from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{path} cannot be read ({reason}).") from None


def compressed(data: bytes, compression: str) -> bytes:
    """One self-contained member or frame; members may follow each other in one file.

    The bytes depend on nothing but the data.
    """
    if compression == ".gz":
        return gzip.compress(data, 6, mtime=0)
    if compression == ".zst":
        packed: bytes = zstandard_module().ZstdCompressor(level=3).compress(data)
        return packed
    return data


def zstandard_module() -> Any:
    """The `zstandard` package, or an error that says how to get it."""
    try:
        import zstandard
    except ImportError:
        raise MissingExtra("Reading and writing .zst files", "zstandard", "batch") from None
    return zstandard


@contextmanager
def _decompressed(raw: BinaryIO, compression: str) -> Iterator[BinaryIO]:
    if compression == ".gz":
        with gzip.open(raw) as stream:
            yield cast(BinaryIO, stream)
    elif compression == ".zst":
        yield cast(BinaryIO, io.BufferedReader(_ZstandardFrames(raw), 1 << 20))
    else:
        yield raw


class _ZstandardFrames(io.RawIOBase):
    """All frames of a Zstandard file; unlike the package's own reader it notices a cut-off end."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._module = zstandard_module()
        self._frame: Any = None
        self._compressed = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            if not self._more():
                return 0
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _more(self) -> bool:
        """Decompress a little more; False at the sound end of the file."""
        data = self._compressed or self._raw.read(_COMPRESSED_STEP)
        self._compressed = b""
        if not data:
            if self._frame is not None:
                raise EOFError
            return False
        if self._frame is None:
            self._frame = self._module.ZstdDecompressor().decompressobj()
        try:
            self._ready = memoryview(self._frame.decompress(data))
        except self._module.ZstdError as error:
            raise OSError(f"not sound Zstandard data: {error}") from None
        if self._frame.eof:
            self._compressed, self._frame = self._frame.unused_data, None
        return True
