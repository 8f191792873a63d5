"""The house as DESIGN has it: what lies where, how big, how quick to open."""

import ast
import doctest
import importlib
import pkgutil
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import recovery_kit

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "recovery_kit"
FILES = sorted(PACKAGE.rglob("*.py"))
FOUND = pkgutil.walk_packages([str(PACKAGE)], "recovery_kit.")
MODULES = ["recovery_kit", *sorted(module.name for module in FOUND)]
PUBLIC = [name for name in MODULES if "._" not in name]

TOP = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "bench",
    "data",
    "docs",
    "environment.yml",
    "notebooks",
    "pyproject.toml",
    "recovery_kit",
    "requirements.lock",
    "start.py",
    "tests",
}

HEAVY = {
    "IPython",
    "anywidget",
    "babel",
    "ipywidgets",
    "matplotlib",
    "numpy",
    "pandas",
    "scipy",
    "sqlcipher3",
    "statsmodels",
}


def loaded_by(code: str) -> set[str]:
    """Return the top names of all modules that a fresh Python has after `code`."""
    look = f"{code}\nimport sys\nprint(*{{n.partition('.')[0] for n in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def as_ruff_sorts(name: str) -> tuple[int, str]:
    """Constants first, then classes, then functions and modules (rule RUF022)."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


def ids(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def test_the_top_of_the_house_holds_what_design_says():
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("not a git checkout")
    assert {line.partition("/")[0] for line in listing.stdout.splitlines()} <= TOP


def test_nothing_private_can_enter_git():
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert "/data/private/" in ignored
    assert "/.venv/" in ignored


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_module_lists_its_names_sorted(name):
    module = importlib.import_module(name)
    assert module.__doc__, "say what the module is for"
    assert module.__all__ == sorted(module.__all__, key=as_ruff_sorts)
    for public in module.__all__:
        assert getattr(module, public) is not None
        assert not public.startswith("_")


def test_the_face_shows_what_it_lists_and_no_more():
    assert dir(recovery_kit) == sorted([*recovery_kit.__all__, "__version__"])
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = recovery_kit.nothing


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_a_module_is_short(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 400


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_only_the_command_line_prints(path):
    if path.name == "cli.py":
        return
    called = [
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    assert "print" not in called


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_no_module_swallows_every_error(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    broad = [
        handler.lineno
        for handler in ast.walk(tree)
        if isinstance(handler, ast.ExceptHandler)
        and (
            handler.type is None
            or (
                isinstance(handler.type, ast.Name)
                and handler.type.id in ("Exception", "BaseException")
            )
        )
        and not any(isinstance(node, ast.Raise) for node in ast.walk(handler))
    ]
    assert path.name == "cli.py" or not broad


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_no_module_names_a_notebook(path):
    """Adding a stage is adding a notebook: only the way in is named, by the cli."""
    names = {notebook.stem for notebook in (ROOT / "notebooks").glob("*.ipynb")}
    if path.name == "cli.py":
        names.discard("00_start_here")
    found = [name for name in names if name in path.read_text(encoding="utf-8")]
    assert not found


@pytest.mark.parametrize("path", FILES, ids=ids)
def test_no_module_reaches_for_the_network(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        name.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
    } | {
        (node.module or "").partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert not imported & {"http", "httpx", "requests", "smtplib", "urllib3"}


def test_the_version_is_written_once():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert "version" not in project
    assert re.fullmatch(r"\d+\.\d+\.\d+", recovery_kit.__version__)
    extension = PACKAGE / "jupyter" / "labextension" / "package.json"
    assert '"version"' not in extension.read_text() or (
        f'"version": "{recovery_kit.__version__}"' in extension.read_text()
    )


def test_import_recovery_kit_loads_nothing_heavy():
    assert not loaded_by("import recovery_kit") & HEAVY


def test_the_vocabulary_loads_nothing_heavy():
    assert not loaded_by("import recovery_kit as rk; rk.records, rk.errors") & HEAVY


def test_the_journal_loads_no_pictures_and_no_widgets():
    loaded = loaded_by("import recovery_kit as rk; rk.open_journal")
    assert not loaded & {"IPython", "anywidget", "ipywidgets", "matplotlib", "pandas"}


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_are_true(name):
    result = doctest.testmod(
        importlib.import_module(name),
        optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE,
    )
    assert result.failed == 0
