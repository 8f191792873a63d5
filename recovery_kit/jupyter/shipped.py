"""The list of the notebooks we ship, each with the hash of its code.

``python -m recovery_kit.jupyter.shipped`` writes the list anew from ``notebooks/``;
run it after every change to a code cell. A test says when the two are out of step.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat

__all__ = ["code_hash", "hashes", "shipped", "write"]

LIST = Path(__file__).with_name("shipped.json")
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"

BLANK = " \t\r\n"
"""Python's and JavaScript's own ideas of blank differ; this one is both's."""


def shipped() -> dict[str, str]:
    """Return the list: name of the notebook to hash of its code.

    ``$RECOVERY_KIT_SHIPPED`` names another list. Only who starts the server can set it:
    a notebook's kernel has an environment of its own.
    """
    path = Path(os.environ.get("RECOVERY_KIT_SHIPPED") or LIST)
    listed: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return listed


def code_hash(notebook: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a notebook's code, in hexadecimal.

    Parameters
    ----------
    notebook
        A notebook of format 4.

    Returns
    -------
    str
        Over the sources of the code cells, in order, as one JSON array without spaces,
        in UTF-8. A code cell with nothing in it does not count: JupyterLab adds one
        when the last cell is run by hand. ``remoteEntry.js`` computes the same.
    """
    sources = [
        source if isinstance(source, str) else "".join(source)
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
        for source in [cell["source"]]
    ]
    code = [source for source in sources if source.strip(BLANK)]
    text = json.dumps(code, ensure_ascii=False, separators=(",", ":"))
    # JavaScript writes half a surrogate pair as its escape, and so does this.
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def hashes(folder: Path) -> dict[str, str]:
    """Return name and code hash of every notebook in `folder`, sorted by name."""
    return {
        path.name: code_hash(nbformat.read(path, as_version=4))
        for path in sorted(folder.glob("*.ipynb"))
    }


def write(folder: Path = NOTEBOOKS, path: Path = LIST) -> None:
    """Write the list of `folder`'s notebooks to `path`."""
    text = json.dumps(hashes(folder), indent=1) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
