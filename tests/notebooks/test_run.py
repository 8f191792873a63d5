import ast
import os
import subprocess
import sys

import pytest

from recovery_kit import importers, open_journal
from recovery_kit.journal import import_records
from tests.notebooks.test_structure import code
from tests.notebooks.words_for_people import HOME, NOTEBOOKS

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture
def with_history(tmp_path, monkeypatch):
    """A journal that holds a copy of the invented person's months."""
    monkeypatch.setenv("RECOVERY_KIT_DATA", str(tmp_path / "private"))
    with open_journal() as journal:
        for file in sorted((HOME / "data/sample").glob("*.csv")):
            import_records(journal, "sample", importers.read(file).records)
        yield journal


def evaluated(source, names):
    """Run a cell in this process and return its last line's value."""
    tree = ast.parse(source)
    last = tree.body.pop()
    exec(compile(tree, "<cell>", "exec"), names)  # noqa: S102 - our own notebook
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)  # noqa: S307


@every_notebook
def test_every_form_and_chart_prints_itself_from_a_full_journal(path, with_history):
    names = {}
    printed = [evaluated(source, names).printed() for source in code(path)]
    assert any(text.startswith("<img alt=") for text in printed)
    assert all("<script" not in text for text in printed)


@every_notebook
def test_every_form_and_chart_prints_itself_before_anything_is_recorded(path):
    names = {}
    printed = [evaluated(source, names).printed() for source in code(path)]
    assert all(printed)
    open_journal().close()


@pytest.mark.slow
def test_the_notebooks_run_in_a_kernel_of_their_own(with_history):
    """nbval, in a session of its own: it starts a kernel for each notebook."""
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-cell-timeout=120"]
    command += ["-q", "-p", "no:cacheprovider", "-W", "ignore", "-c", os.devnull]
    done = subprocess.run(
        [*command, *map(str, NOTEBOOKS)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert f"{sum(len(code(path)) for path in NOTEBOOKS)} passed" in done.stdout
