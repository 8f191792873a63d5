import importlib.machinery
import urllib.error
import urllib.parse

import pytest

from recovery_kit.jupyter.ready import is_shadowed
from recovery_kit.jupyter.shipped import code_hash
from tests.browser_tools import LabServer
from tests.jupyter.notebooks import ours, write


def test_a_folder_of_notebooks_and_data_shadows_nothing(tmp_path):
    for name in ("a.ipynb", "b.csv", "c.txt", "py", "d.py.txt"):
        (tmp_path / name).touch()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.py").touch()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "x.cpython-311.pyc").touch()
    assert not is_shadowed(tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "recovery_kit.py",
        "RECOVERY_KIT.PY",
        "x.pyc",
        "x.pyw",
        "x.pyd",
        "x.so",
        "x.cpython-311-x86_64-linux-gnu.so",
        "matplotlibrc",
        "recovery_kit/__init__.py",
        "recovery_kit/__init__.pyc",
        "recovery_kit/__init__.cpython-311-x86_64-linux-gnu.so",
    ],
)
def test_whatever_a_kernel_would_import_shadows(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).touch()
    assert is_shadowed(tmp_path)


def test_a_link_to_a_package_shadows(tmp_path):
    (tmp_path / "away" / "real").mkdir(parents=True)
    (tmp_path / "away" / "real" / "__init__.py").touch()
    here = tmp_path / "here"
    here.mkdir()
    (here / "pandas").symlink_to(tmp_path / "away" / "real")
    assert is_shadowed(here)


def test_a_folder_that_is_gone_counts_as_shadowed(tmp_path):
    assert is_shadowed(tmp_path / "gone")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    shipped = {"test.ipynb": code_hash(ours())}
    with LabServer(tmp_path_factory.mktemp("server"), shipped=shipped) as server:
        (server.notebooks / "clean").mkdir()
        (server.notebooks / "shadowed").mkdir()
        write(ours(), server.notebooks / "clean" / "a b.ipynb")
        write(ours(), server.notebooks / "shadowed" / "a.ipynb")
        (server.notebooks / "shadowed" / "recovery_kit.py").touch()
        yield server


def answer(server, path, code):
    query = urllib.parse.urlencode({"path": path, "hash": code})
    return server.ask(f"recovery-kit/ready?{query}")


@pytest.mark.slow
def test_code_that_we_shipped_in_a_clean_folder_is_ready(server):
    assert answer(server, "clean/a b.ipynb", code_hash(ours())) == {"ready": True}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("clean/a b.ipynb", code_hash(ours(["1"]))),
        ("clean/a b.ipynb", ""),
        ("clean/a b.ipynb", "test.ipynb"),
        ("shadowed/a.ipynb", code_hash(ours())),
        ("clean/gone.ipynb", code_hash(ours())),
        ("clean", code_hash(ours())),
        ("gone/a.ipynb", code_hash(ours())),
        ("", code_hash(ours())),
        ("../data", code_hash(ours())),
        ("a\x00b", code_hash(ours())),
    ],
)
def test_anything_else_is_not(server, path, code):
    assert answer(server, path, code) == {"ready": False}


@pytest.mark.slow
def test_the_answer_is_only_for_who_has_the_token(server, monkeypatch):
    monkeypatch.setattr(server, "token", "another")
    with pytest.raises(urllib.error.HTTPError, match="403"):
        answer(server, "clean/a b.ipynb", code_hash(ours()))


@pytest.mark.slow
def test_a_question_without_path_or_hash_is_refused(server):
    with pytest.raises(urllib.error.HTTPError, match="400"):
        server.ask("recovery-kit/ready?path=a")


def test_python_looks_for_modules_of_these_kinds_only():
    """If a new Python imports another kind of file, `is_shadowed` must know."""
    known = {".py", ".pyc", ".pyw", ".pyd", ".so", ".sl", ".dll"}
    for suffix in importlib.machinery.all_suffixes():
        assert "." + suffix.rsplit(".", 1)[-1] in known
