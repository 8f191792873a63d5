"""Small notebooks for the tests of this folder, made as ours are shipped."""

from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode, v4

KERNEL = {
    "display_name": "Python 3 (ipykernel)",
    "language": "python",
    "name": "python3",
}
CODE = {"jupyter": {"source_hidden": True}, "recovery_kit": {}}
WORDS = {"recovery_kit": {}}

# Quotes, accents, a line end, a form feed and a tab: whatever JSON has to escape.
SOURCES = [
    '# Ein "Gruß" – 你好 😀 \\ /\nprint("ran", 1)\n\n\t# \x0c\x1f\x7f\u2028',
    "print('ran', 2)",
]


def ours(sources: list[str] = SOURCES) -> NotebookNode:
    """Return a notebook of ours, as shipped."""
    cells = [v4.new_markdown_cell("# A title\n\nWords.", id="words", metadata=WORDS)]
    cells += [
        v4.new_code_cell(source, id=f"code-{number}", metadata=CODE)
        for number, source in enumerate(sources)
    ]
    metadata = {"kernelspec": KERNEL, "recovery_kit": {"notebook": "test"}}
    return v4.new_notebook(cells=cells, metadata=metadata)


def used(notebook: NotebookNode) -> NotebookNode:
    """Return a copy as JupyterLab holds it after an evening: full of private words."""
    full = nbformat.from_dict(notebook)
    full = nbformat.reads(nbformat.writes(full), as_version=4)
    full.metadata.kernelspec = {"display_name": "Other", "name": "other"}
    full.metadata.language_info = {"name": "python", "version": "3.11.7"}
    full.metadata.widgets = {"state": {"a": "SECRET in a widget"}}
    full.metadata["jupyter-notebook"] = {"note": "SECRET in metadata"}
    for cell in full.cells:
        cell.metadata["trusted"] = True
        if cell.cell_type == "markdown":
            cell.metadata["jp-MarkdownHeadingCollapsed"] = True
            cell.attachments = {"a.png": {"image/png": "SECRET"}}
        else:
            cell.execution_count = 7
            cell.outputs = [v4.new_output("stream", text="SECRET in an output")]
            cell.metadata["execution"] = {"iopub.execute_input": "2026-11-25T01:00"}
            cell.metadata["scrolled"] = True
            cell.metadata["collapsed"] = False
            cell.metadata["jupyter"] = {"source_hidden": False, "outputs_hidden": True}
    return full


def write(notebook: Any, path: Path) -> bytes:
    """Write `notebook` to `path` as the server would; return the file's bytes."""
    nbformat.write(notebook, path)
    return path.read_bytes()
