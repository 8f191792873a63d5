"""Whether a notebook may run as soon as it is opened.

It may if its code is, character for character, what we shipped, and if nothing beside
it would be imported in place of what that code names. Jupyter's own trust is not
asked: Jupyter signs every saved notebook that has no output, a hostile one as well.
"""

import importlib.machinery
from pathlib import Path

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import ApiPath, to_os_path
from tornado.web import authenticated

from recovery_kit.jupyter.shipped import shipped

__all__ = ["ReadyHandler", "is_shadowed"]

IMPORTABLE = {
    *importlib.machinery.all_suffixes(),
    ".py",
    ".pyc",
    ".pyd",  # what Windows and others import too: a folder may come from anywhere
    ".pyw",
    ".so",
}


def is_shadowed(folder: Path) -> bool:
    """Return whether `folder` holds anything that a kernel there would import.

    A kernel looks for modules in its notebook's folder before it looks where packages
    are installed: a ``recovery_kit.py`` beside our own notebook would run in place of
    this package. A folder that can't be read counts as shadowed.
    """
    try:
        return any(_is_importable(item) for item in folder.iterdir())
    except OSError:
        return True


def _is_importable(item: Path) -> bool:
    if item.is_dir():
        return any(
            inner.name.lower().startswith("__init__.") for inner in item.iterdir()
        )
    # matplotlib reads a matplotlibrc of the folder it runs in.
    return item.suffix.lower() in IMPORTABLE or item.name.lower() == "matplotlibrc"


class ReadyHandler(APIHandler):
    """``GET recovery-kit/ready?path=...&hash=...`` answers ``{"ready": bool}``."""

    @authenticated
    def get(self) -> None:
        """Say whether the notebook at `path` with code of that `hash` may run."""
        path, code = self.get_query_argument("path"), self.get_query_argument("hash")
        root = str(self.contents_manager.root_dir)
        notebook = Path(to_os_path(ApiPath(path), root))
        folder = Path(self.kernel_manager.cwd_for_path(path))
        ready = (
            code in shipped().values()
            and notebook.is_file()
            and notebook.parent == folder
            and not is_shadowed(folder)
        )
        self.finish({"ready": ready})
