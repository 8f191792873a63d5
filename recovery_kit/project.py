"""Where the project's folder is: the one that holds notebooks/ and data/."""

from pathlib import Path

__all__ = ["project_folder"]


def project_folder() -> Path | None:
    """Return the project's folder, or None where there is none.

    A clone's own package knows its clone. Only a package installed elsewhere looks in
    the folder one works in and those above it: a folder somebody else made must not
    become the place where one's journal is kept.
    """
    here = Path.cwd()
    package = Path(__file__).resolve().parent.parent
    for folder in (package, here, *here.parents):
        if (folder / "notebooks").is_dir() and (folder / "data" / "sample").is_dir():
            return folder
    return None
