"""Where the project's folder is: the one that holds notebooks/ and data/."""

from pathlib import Path

__all__ = ["project_folder"]


def project_folder() -> Path | None:
    """Return the project's folder, or None where there is none.

    The folder one works in and those above it come first, then the one the package
    itself lies in, as it does in a clone.
    """
    here = Path.cwd()
    package = Path(__file__).resolve().parent.parent
    for folder in (here, *here.parents, package):
        if (folder / "notebooks").is_dir() and (folder / "data" / "sample").is_dir():
            return folder
    return None
