import hashlib
import json

import nbformat
import pytest
from nbformat import v4

from recovery_kit.jupyter import shipped
from recovery_kit.jupyter.save import is_ours, strip
from recovery_kit.jupyter.shipped import code_hash
from tests.jupyter.notebooks import ours, used, write

NOTEBOOKS = sorted(shipped.NOTEBOOKS.glob("*.ipynb"))


def test_the_hash_is_of_the_code_as_compact_json():
    notebook = ours(["a = 1\n", "# é"])
    expected = hashlib.sha256('["a = 1\\n","# é"]'.encode()).hexdigest()
    assert code_hash(notebook) == expected


def test_only_code_counts():
    notebook = ours()
    before = code_hash(notebook)
    notebook.cells[0].source = "other words"
    assert code_hash(used(notebook)) == before


def test_an_empty_cell_does_not_count_but_any_code_does():
    notebook = ours()
    before = code_hash(notebook)
    notebook.cells.append(v4.new_code_cell(" \n\t\r\n"))
    assert code_hash(notebook) == before
    notebook.cells[-1].source = "\x0c"
    assert code_hash(notebook) != before


def test_the_order_of_cells_and_the_bounds_between_them_count():
    hashes = {code_hash(ours(x)) for x in (["a", "b"], ["b", "a"], ["a\nb"], ["ab"])}
    assert len(hashes) == 4


def test_a_source_in_lines_is_the_same_as_in_one():
    assert code_hash({"cells": [{"cell_type": "code", "source": ["a\n", "b"]}]}) == (
        code_hash({"cells": [{"cell_type": "code", "source": "a\nb"}]})
    )


def test_half_a_surrogate_pair_can_be_hashed():
    assert code_hash(ours(["'\ud800'"])) != code_hash(ours(["'\ud801'"]))


def test_the_list_is_written_from_a_folder(tmp_path, monkeypatch):
    write(ours(["2"]), tmp_path / "b.ipynb")
    write(ours(["1"]), tmp_path / "a.ipynb")
    shipped.write(tmp_path, tmp_path / "list.json")
    monkeypatch.setenv("RECOVERY_KIT_SHIPPED", str(tmp_path / "list.json"))
    assert shipped.shipped() == {
        "a.ipynb": code_hash(ours(["1"])),
        "b.ipynb": code_hash(ours(["2"])),
    }


def test_the_list_is_in_step_with_the_notebooks():
    listed = json.loads(shipped.LIST.read_text(encoding="utf-8"))
    assert listed == shipped.hashes(shipped.NOTEBOOKS), (
        "run: python -m recovery_kit.jupyter.shipped"
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_shipped_notebook_is_as_a_save_leaves_it(path):
    notebook = nbformat.read(path, as_version=4)
    assert is_ours(notebook)
    saved = nbformat.from_dict(strip(used(notebook)))
    text = nbformat.writes(saved, version=nbformat.NO_CONVERT) + "\n"
    assert text.encode() == path.read_bytes()
