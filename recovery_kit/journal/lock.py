"""The journal's key: 32 random bytes in a file of its own, beside the journal.

The file can be read by its owner only (mode 0600 where the system knows modes). Whoever
has both files can read the journal: the key keeps out somebody who gets the journal
alone, and it is what a passphrase will wrap.
"""

import contextlib
import os
import re
import secrets
from pathlib import Path

from recovery_kit.errors import JournalKeyError

__all__ = ["create_key", "publish", "read_key"]

KEY_BYTES = 32
"""SQLCipher's raw key length: 256 bits for AES-256."""


def read_key(path: Path) -> str:
    """Return the key in a key file as 64 hexadecimal digits.

    Raises
    ------
    JournalKeyError
        If the file is missing or does not hold a whole key.
    """
    try:
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise JournalKeyError(
            f"The key file {path.name} is missing from the journal's folder. Without "
            "it the journal can't be opened. Put it back from a backup; the journal "
            "was left as it is."
        ) from None
    except (OSError, UnicodeDecodeError):
        text = ""
    if not re.fullmatch(rf"[0-9a-f]{{{2 * KEY_BYTES}}}", text):
        raise JournalKeyError(
            f"The key file {path.name} can't be read or is not whole. Put it back from "
            "a backup; the journal was left as it is."
        )
    return text


def create_key(path: Path) -> None:
    """Write a new random key, unless a key file is there already."""
    if path.exists():
        return
    new = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}.new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    publish(new, path)


def publish(new: Path, path: Path) -> None:
    """Give a finished file its name, unless another process was first.

    Two kernels may make the first journal at the same moment: the first one's file
    stays, the second one's is dropped, and both then open the same journal.
    """
    try:
        os.link(new, path)
    except FileExistsError:
        pass
    except OSError:
        # A file system without hard links, such as a USB stick's.
        if not path.exists():
            new.replace(path)
    with contextlib.suppress(FileNotFoundError):
        new.unlink()
