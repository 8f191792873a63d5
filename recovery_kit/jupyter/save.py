"""What a save of one of our notebooks leaves in its file.

Our notebooks hold the programme and never the person: their file is the same before
and after an evening's work. `strip` gives the notebook as it may be saved;
`strip_on_save` is the hook that the Jupyter server calls before every save. The
person's own notebooks are left alone.
"""

import copy
from collections.abc import Mapping
from typing import Any

from tornado.web import HTTPError

from recovery_kit.errors import NotebookError

__all__ = ["is_ours", "strip", "strip_on_save"]

KERNEL = {
    "display_name": "Python 3 (ipykernel)",
    "language": "python",
    "name": "python3",
}
"""The page writes the name of the kernel it runs; every clone shall carry this one."""

KEPT = ("deletable", "editable", "recovery_kit", "tags")
"""All that stays of the metadata of a cell of ours, beside what `_fold` sets."""

PASSING = (
    "ExecuteTime",
    "collapsed",
    "execution",
    "scrolled",
    "trusted",
    "widgets",
)
"""What running a cell and looking at it leave in the metadata of any cell."""

HEADING_FOLDED = "jp-MarkdownHeadingCollapsed"


def is_ours(notebook: object) -> bool:
    """Return whether `notebook` says that it is one of recovery_kit's."""
    if not isinstance(notebook, Mapping):
        return False
    metadata = notebook.get("metadata")
    return isinstance(metadata, Mapping) and "recovery_kit" in metadata


def strip(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of one of our notebooks with nothing in it but the programme.

    Parameters
    ----------
    notebook
        A notebook of format 4, as nbformat or the Jupyter server hands it over. It is
        not changed.

    Returns
    -------
    dict
        The same cells in the same order, with no output, no count, no time, no
        widget's state and no attachment; the kernel's name and the folding are as
        shipped. A cell that the person added keeps its text, its attachments and its
        own metadata.

    Raises
    ------
    NotebookError
        If it is not a notebook of format 4.
    """
    cells, metadata = notebook.get("cells"), notebook.get("metadata")
    if (
        notebook.get("nbformat") != 4
        or not isinstance(cells, list)
        or not isinstance(metadata, Mapping)
    ):
        raise NotebookError("This is not a notebook of format 4.")
    return {
        "cells": [_strip_cell(cell) for cell in cells],
        "metadata": {
            "kernelspec": dict(KERNEL),
            "recovery_kit": copy.deepcopy(metadata.get("recovery_kit")),
        },
        "nbformat": 4,
        "nbformat_minor": notebook.get("nbformat_minor", 5),
    }


def strip_on_save(*, model: dict[str, Any], **_: object) -> None:
    """Make what is about to be saved fit to be saved; refuse the save otherwise.

    Raises
    ------
    tornado.web.HTTPError
        If the notebook can't be stripped. Then nothing is written.
    """
    if model.get("type") != "notebook" or not is_ours(model.get("content")):
        return
    # The server logs any exception but HTTPError and writes the file all the same.
    # With the content taken out first, even an unforeseen one leaves nothing to write.
    content = model.pop("content")
    try:
        model["content"] = strip(content)
    except NotebookError as error:
        raise HTTPError(
            400,
            "This notebook was not saved, because what you wrote could not be kept out "
            "of its file. Your journal has what its forms say is saved.",
        ) from error


def _strip_cell(cell: object) -> dict[str, Any]:
    if not isinstance(cell, Mapping) or not isinstance(cell.get("metadata"), Mapping):
        raise NotebookError("A cell of this notebook has no metadata.")
    kind, source = cell.get("cell_type"), cell.get("source")
    if kind not in ("code", "markdown", "raw") or not isinstance(source, str | list):
        raise NotebookError("A cell of this notebook is of no known kind.")
    ours = "recovery_kit" in cell["metadata"]
    bare: dict[str, Any] = {
        "cell_type": kind,
        "metadata": _our_metadata(cell) if ours else _own_metadata(cell),
        "source": copy.copy(source),
    }
    if "id" in cell:
        bare["id"] = cell["id"]
    if kind == "code":
        bare |= {"execution_count": None, "outputs": []}
    elif not ours and cell.get("attachments"):
        bare["attachments"] = copy.deepcopy(cell["attachments"])
    return bare


def _our_metadata(cell: Mapping[str, Any]) -> dict[str, Any]:
    metadata = cell["metadata"]
    kept = {key: copy.deepcopy(metadata[key]) for key in KEPT if key in metadata}
    return kept | _fold(cell)


def _fold(cell: Mapping[str, Any]) -> dict[str, Any]:
    """Return the folding of a cell of ours as it was shipped.

    Code is always folded away; a heading is where its mark says ``folded``. A person
    who unfolds one only looks, and looking leaves no trace in the file.
    """
    if cell["cell_type"] == "code":
        return {"jupyter": {"source_hidden": True}}
    mark = cell["metadata"]["recovery_kit"]
    if isinstance(mark, Mapping) and mark.get("folded"):
        return {HEADING_FOLDED: True}
    return {}


def _own_metadata(cell: Mapping[str, Any]) -> dict[str, Any]:
    kept = {
        key: copy.deepcopy(value)
        for key, value in cell["metadata"].items()
        if key not in PASSING
    }
    jupyter = kept.get("jupyter")
    if isinstance(jupyter, dict):
        jupyter.pop("outputs_hidden", None)
        if not jupyter:
            del kept["jupyter"]
    return kept
