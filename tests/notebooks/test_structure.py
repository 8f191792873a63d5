import ast
import json
import re

import nbformat
import pytest

from recovery_kit.jupyter.save import strip
from recovery_kit.jupyter.shipped import code_hash, shipped
from tests.notebooks.words_for_people import NOTEBOOKS, cells, prose

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code(path):
    return ["".join(c["source"]) for c in cells(path) if c["cell_type"] == "code"]


def test_the_notebooks_are_there():
    assert {"00_start_here", "daily_check_in"} <= {path.stem for path in NOTEBOOKS}


@every_notebook
def test_a_notebook_is_valid_and_saved_as_it_is_shipped(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert nbformat.writes(
        nbformat.from_dict(strip(notebook))
    ) + "\n" == path.read_text(encoding="utf-8")


@every_notebook
def test_a_notebook_holds_no_output(path):
    for cell in cells(path):
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
    assert "widgets" not in json.loads(path.read_text())["metadata"]


@every_notebook
def test_our_cells_are_read_only_and_marked_and_code_is_folded(path):
    for cell in cells(path):
        metadata = cell["metadata"]
        assert metadata["editable"] is False
        assert metadata["deletable"] is False
        assert "recovery_kit" in metadata
        if cell["cell_type"] == "code":
            assert metadata["jupyter"] == {"source_hidden": True}


@every_notebook
def test_a_code_cell_is_a_kind_comment_and_one_or_two_lines(path):
    for source in code(path):
        lines = source.splitlines()
        assert len(lines) <= 3
        assert re.fullmatch(r"# [A-Z].{10,70}\.", lines[0])
        assert not any(
            isinstance(node, ast.FunctionDef | ast.ClassDef)
            for node in ast.walk(ast.parse(source))
        )


@every_notebook
def test_the_measure_of_words_and_cells(path):
    all_cells = cells(path)
    words = len(re.findall(r"\w+(?:['’]\w+)?", prose(path)))
    share = sum(c["cell_type"] == "markdown" for c in all_cells) / len(all_cells)
    assert 20 <= len(all_cells) <= 40
    assert 600 <= words <= 1100
    assert 0.55 <= share <= 0.70


@every_notebook
def test_a_notebook_opens_and_ends_as_they_all_do(path):
    text = prose(path)
    assert text.startswith("# ")
    for label in ("**Aim**", "**Time**", "**You need**", "**Private**"):
        assert label in text
    headings = re.findall(r"^## (.+)$", text, flags=re.M)
    ends = [
        h for h in headings if h in ("What you learned", "If this was hard", "Next")
    ]
    assert ends == ["What you learned", "If this was hard", "Next"]
    assert headings[-3:] == ends
    assert "*Where this comes from.*" in text
    why = next(h for h in headings if h.startswith("Why"))
    said = text.split(f"## {why}\n")[1].split("\n##")[0]
    assert 40 <= len(said.split()) <= 85
    assert code(path)[0].endswith("import recovery_kit as rk\nrk.forms.top()")


@every_notebook
def test_links_lead_to_notebooks_that_are_there(path):
    for target in re.findall(r"\]\(([^)]+)\)", prose(path)):
        assert (path.parent / target).is_file()


@every_notebook
def test_a_notebook_s_code_is_listed_as_shipped(path):
    assert shipped().get(path.name) == code_hash(read(path)), (
        "run: python -m recovery_kit.jupyter.shipped"
    )


def test_no_notebook_is_listed_that_is_not_there():
    assert set(shipped()) == {path.name for path in NOTEBOOKS}
