"""Files that are a line of JSON, the header, and the bytes it describes, mapped into memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray


def opened(path: str, kind: str, what: str, command: str) -> tuple[dict[str, Any], NDArray[Any]]:
    """The header of a file and the bytes after it, read-only.

    Args:
        kind: what the header has to say the file is.
        what: what it holds, for messages.
        command: what makes it.

    Raises:
        FileNotFoundError, ValueError: naming the file and the command that makes it.
    """
    import json

    import numpy as np

    try:
        with open(path, "rb") as file:
            header: dict[str, Any] = json.loads(file.readline())
            at = file.tell()
    except FileNotFoundError as error:
        raise FileNotFoundError(
            f"{path}: there are no {what}; build them with `{command}`."
        ) from error
    except ValueError as error:
        raise ValueError(f"{path}: not {what}; rebuild them with `{command}`.") from error
    if header.get("kind") != kind:
        raise ValueError(f"{path}: made by another version; rebuild it with `{command}`.")
    return header, np.asarray(np.memmap(path, np.uint8, "r"))[at:]  # quicker to index as an array
