"""Every text a person reads, gathered from notebooks, forms and messages."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((HOME / "notebooks").glob("*.ipynb"))

SPOKEN = ["forms", "importers", "safety", "charts", "analysis"]
SPOKEN += ["journal", "records"]
SPOKEN_FILES = ["cli.py", "errors.py"]


def cells(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def prose(path: Path) -> str:
    texts = ["".join(c["source"]) for c in cells(path) if c["cell_type"] == "markdown"]
    return "\n\n".join(texts)


def _sources() -> Iterator[Path]:
    for folder in SPOKEN:
        yield from sorted((HOME / "recovery_kit" / folder).rglob("*.py"))
    for name in SPOKEN_FILES:
        yield HOME / "recovery_kit" / name


def _spoken(tree: ast.AST) -> Iterator[str]:
    """Strings of a module that are no docstrings and read like words."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    bare = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) not in docstrings | bare and " " in node.value.strip():
            yield node.value


def texts() -> Iterator[tuple[str, str]]:
    """Give (where, text) of everything a person reads."""
    for path in NOTEBOOKS:
        yield path.name, prose(path)
        for cell in cells(path):
            if cell["cell_type"] == "code":
                yield path.name, "".join(cell["source"]).splitlines()[0]
    for path in _sources():
        for text in _spoken(ast.parse(path.read_text(encoding="utf-8"))):
            yield str(path.relative_to(HOME)), text
    for path in [HOME / "README.md", *sorted((HOME / "docs").glob("*.md"))]:
        if path.is_file() and path.name != "decisions.md":
            yield path.name, path.read_text(encoding="utf-8")
    extension = HOME / "recovery_kit/jupyter/labextension/static/remoteEntry.js"
    yield (
        "remoteEntry.js",
        " ".join(re.findall(r"'([^'\n]* [^'\n]*)'", extension.read_text())),
    )
    for script in sorted((HOME / "recovery_kit/forms/static").glob("*.js")):
        yield (
            script.name,
            " ".join(re.findall(r'["`]([^"`\n]* [^"`\n]*)["`]', script.read_text())),
        )
    sample = HOME / "data/sample/check_ins.csv"
    if sample.is_file():
        yield "check_ins.csv", sample.read_text(encoding="utf-8")
