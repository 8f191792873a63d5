import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_server.services.contents.largefilemanager import (
    AsyncLargeFileManager,
    LargeFileManager,
)
from nbformat import v4
from tornado.web import HTTPError

from recovery_kit.errors import NotebookError
from recovery_kit.jupyter.save import is_ours, strip, strip_on_save
from tests.jupyter.notebooks import CODE, ours, used, write

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def written(notebook: Any) -> str:
    return nbformat.writes(nbformat.from_dict(notebook), version=nbformat.NO_CONVERT)


def test_a_notebook_that_was_only_used_is_as_shipped():
    assert written(strip(used(ours()))) == written(ours())


def test_nothing_private_stays():
    assert "SECRET" in json.dumps(used(ours()))
    assert "SECRET" not in json.dumps(strip(used(ours())))


def test_strip_changes_nothing_in_what_it_was_given():
    given_one = used(ours())
    before = json.dumps(given_one)
    stripped = strip(given_one)
    stripped["cells"][0]["metadata"]["recovery_kit"]["more"] = 1
    stripped["metadata"]["recovery_kit"]["more"] = 1
    assert json.dumps(given_one) == before


def test_a_second_strip_changes_nothing_more():
    once = strip(used(ours()))
    assert strip(once) == once


def test_a_folded_heading_is_folded_again_and_an_open_one_open():
    notebook = ours()
    heading = {"recovery_kit": {"folded": True}}
    notebook.cells.append(v4.new_markdown_cell("## More", metadata=heading))
    stripped = strip(notebook)
    assert stripped["cells"][-1]["metadata"] == {
        "jp-MarkdownHeadingCollapsed": True,
        "recovery_kit": {"folded": True},
    }
    assert stripped["cells"][0]["metadata"] == {"recovery_kit": {}}


def test_protection_and_tags_of_our_cells_stay():
    notebook = ours()
    kept = CODE | {"deletable": False, "editable": False, "tags": ["nbval-skip"]}
    notebook.cells[1].metadata = nbformat.from_dict(kept)
    assert strip(notebook)["cells"][1]["metadata"] == kept


def test_cells_of_ones_own_keep_text_and_pictures_but_no_output():
    notebook = ours()
    own = v4.new_code_cell("1 + 1", execution_count=3)
    own.outputs = [v4.new_output("stream", text="SECRET")]
    own.metadata = nbformat.from_dict({"mine": 1, "jupyter": {"outputs_hidden": True}})
    note = v4.new_markdown_cell("my words", attachments={"a": {"image/png": "xx"}})
    notebook.cells += [own, note]
    code, words = strip(notebook)["cells"][-2:]
    assert code == {
        "cell_type": "code",
        "execution_count": None,
        "id": own.id,
        "metadata": {"mine": 1},
        "outputs": [],
        "source": "1 + 1",
    }
    assert words["source"] == "my words"
    assert words["attachments"] == {"a": {"image/png": "xx"}}


def test_a_notebook_without_our_mark_is_not_ours():
    assert is_ours(ours())
    assert not is_ours(v4.new_notebook())
    assert not is_ours({"metadata": None})
    assert not is_ours("text")
    assert not is_ours(None)


@pytest.mark.parametrize(
    "broken",
    [
        {"nbformat": 3},
        {"cells": None},
        {"cells": ["text"]},
        {"cells": [{"cell_type": "code", "source": "SECRET"}]},
        {"cells": [{"cell_type": "other", "source": "SECRET", "metadata": {}}]},
        {"cells": [{"cell_type": "code", "source": 1, "metadata": {}}]},
    ],
)
def test_what_is_no_notebook_is_refused_without_a_word_of_it(broken):
    model = {"type": "notebook", "content": {**ours(), **broken}}
    with pytest.raises(NotebookError) as error:
        strip(model["content"])
    assert "SECRET" not in str(error.value)
    with pytest.raises(HTTPError) as refusal:
        strip_on_save(model=model, path="a.ipynb", contents_manager=None)
    assert refusal.value.status_code == 400
    assert "was not saved" in str(refusal.value.log_message)
    assert "content" not in model


@given(cells=JSON, extra=st.dictionaries(st.text(max_size=5), JSON, max_size=3))
def test_whatever_arrives_is_stripped_or_refused(cells, extra):
    content = {**ours(), **extra, "cells": cells, "metadata": {"recovery_kit": {}}}
    model: dict[str, Any] = {"type": "notebook", "content": content}
    try:
        strip_on_save(model=model, path="a.ipynb", contents_manager=None)
    except HTTPError:
        assert "content" not in model
    else:
        assert all(cell.get("outputs", []) == [] for cell in model["content"]["cells"])


@pytest.mark.parametrize(
    "model",
    [
        {"type": "notebook", "content": used(v4.new_notebook())},
        {"type": "file", "content": "text", "format": "text"},
        {"type": "directory"},
        {"type": "notebook", "content": None},
        {},
    ],
)
def test_what_is_not_ours_is_left_alone(model):
    before = json.dumps(model)
    strip_on_save(model=model, path="x", contents_manager=None)
    assert json.dumps(model) == before


@pytest.fixture(params=[AsyncLargeFileManager, LargeFileManager])
def contents(request, tmp_path: Path):
    """Both contents managers of the Jupyter server, with our hook in them."""
    import asyncio
    import inspect

    manager = request.param(root_dir=str(tmp_path))
    manager.register_pre_save_hook(strip_on_save)

    class Now:
        def __getattr__(self, name: str) -> Any:
            def call(*args: Any, **kwargs: Any) -> Any:
                answer = getattr(manager, name)(*args, **kwargs)
                return asyncio.run(answer) if inspect.isawaitable(answer) else answer

            return call

    return Now()


def test_a_save_writes_the_file_as_shipped(contents, tmp_path):
    shipped = write(ours(), tmp_path / "a.ipynb")
    contents.save({"type": "notebook", "content": dict(used(ours()))}, "a.ipynb")
    assert (tmp_path / "a.ipynb").read_bytes() == shipped
    checkpoints = list((tmp_path / ".ipynb_checkpoints").iterdir())
    assert [path.read_bytes() for path in checkpoints] == [shipped]


def test_save_as_copy_and_a_new_file_are_stripped_too(contents, tmp_path):
    model = {"type": "notebook", "content": dict(used(ours()))}
    contents.new(model, "new.ipynb")
    contents.copy("new.ipynb", "copy.ipynb")
    for name in ("new.ipynb", "copy.ipynb"):
        assert b"SECRET" not in (tmp_path / name).read_bytes()
        assert b"recovery_kit" in (tmp_path / name).read_bytes()


def test_another_notebook_keeps_its_outputs(contents, tmp_path):
    cell = v4.new_code_cell("1", outputs=[v4.new_output("stream", text="mine")])
    contents.save(
        {"type": "notebook", "content": v4.new_notebook(cells=[cell])}, "b.ipynb"
    )
    assert b"mine" in (tmp_path / "b.ipynb").read_bytes()


def test_a_failed_strip_leaves_the_file_as_it_was(contents, tmp_path):
    shipped = write(ours(), tmp_path / "a.ipynb")
    broken = {**used(ours()), "cells": [{"cell_type": "code", "source": "SECRET"}]}
    with pytest.raises(HTTPError):
        contents.save({"type": "notebook", "content": broken}, "a.ipynb")
    assert (tmp_path / "a.ipynb").read_bytes() == shipped


def test_an_unforeseen_fault_in_strip_leaves_the_file_as_it_was(
    contents, tmp_path, monkeypatch
):
    shipped = write(ours(), tmp_path / "a.ipynb")
    monkeypatch.setattr("recovery_kit.jupyter.save.strip", lambda _: 1 / 0)
    with pytest.raises(HTTPError):
        contents.save({"type": "notebook", "content": dict(used(ours()))}, "a.ipynb")
    assert (tmp_path / "a.ipynb").read_bytes() == shipped
