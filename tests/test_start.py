"""start.py, without its downloads: those run whenever start.py runs the tests."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def start(tmp_path):
    """Load a copy of start.py that lies in a small house of its own."""
    house = tmp_path / "house"
    (house / "tests").mkdir(parents=True)
    for name in ("start.py", "pyproject.toml"):
        shutil.copy(ROOT / name, house / name)
    for name in ("requirements.lock", "tests/requirements.lock"):
        (house / name).write_text("six==1.17.0")
    jupyter = Path("recovery_kit/jupyter")
    shutil.copytree(ROOT / jupyter, house / jupyter)
    spec = importlib.util.spec_from_file_location("start", house / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def steps(start, monkeypatch):
    """Record the steps of a set-up, and do none of them but making the folder."""
    taken: list[str] = []

    def step(*command: str) -> None:
        taken.append(" ".join(command))
        if "venv" in command:
            start.PYTHON.parent.mkdir(parents=True)
            start.PYTHON.touch()
            (start.VENV / "pyvenv.cfg").write_text(f"command = {start.VENV}")

    monkeypatch.setattr(start, "step", step)
    monkeypatch.setattr(start.subprocess, "run", lambda *_, **__: None)
    monkeypatch.setattr(start, "run", lambda *_: 0)
    return taken


def test_start_is_short_and_needs_only_the_standard_library():
    text = (ROOT / "start.py").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 100
    imported = {line.split()[1] for line in text.splitlines() if "import " in line[:7]}
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_an_old_python_is_told_what_is_needed():
    code = "import sys; sys.version_info = (3, 10); exec(open('start.py').read())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith("recovery_kit needs Python 3.11 or newer")
    assert "Traceback" not in done.stderr


def test_an_old_python_can_read_the_file_as_far_as_that():
    """Nothing that Python 3.6 can't parse: it would say so in words of its own."""
    import ast

    ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_a_first_start_makes_the_environment_and_installs_by_hash(start, steps):
    start.set_up("open")
    venv, lock, package = steps
    assert "-m venv --clear" in venv
    assert "--require-hashes" in lock
    assert lock.endswith("requirements.lock")
    assert "--no-deps --no-build-isolation -e" in package
    settings = start.LABCONFIG / "default_setting_overrides.json"
    assert '"fetchNews": "false"' in settings.read_text()


def test_a_second_start_does_nothing(start, steps):
    start.set_up("open")
    steps.clear()
    start.set_up("open")
    assert steps == []


def test_after_the_tests_were_set_up_opening_needs_nothing_more(start, steps):
    start.set_up("test")
    assert str(start.LOCKS["test"]) in steps[1]
    steps.clear()
    start.set_up("open")
    assert steps == []


@pytest.mark.parametrize(
    "changed",
    [
        "pyproject.toml",
        "requirements.lock",
        "start.py",
        "recovery_kit/jupyter/server.json",
        "recovery_kit/jupyter/labextension/package.json",
        "recovery_kit/jupyter/labextension/static/remoteEntry.js",
    ],
)
def test_a_change_to_what_was_installed_installs_again(start, steps, changed):
    start.set_up("open")
    steps.clear()
    with (start.HOME / changed).open("a") as file:
        file.write(" ")
    start.set_up("open")
    assert len(steps) == 2
    assert "venv" not in steps[0].split()


def test_a_half_made_environment_is_gone_on_with(start, steps, monkeypatch):
    start.step(sys.executable, "-m", "venv", str(start.VENV))
    steps.clear()
    start.set_up("open")
    assert len(steps) == 2


@pytest.mark.parametrize("fault", ["moved", "no config", "no python", "no pip"])
def test_an_environment_that_cannot_be_used_is_made_anew(
    start, steps, monkeypatch, fault
):
    start.VENV.mkdir()
    if fault == "no pip":
        start.step(sys.executable, "-m", "venv", str(start.VENV))
        monkeypatch.setattr(start, "run", lambda *_: 1)
    if fault == "moved":
        (start.VENV / "pyvenv.cfg").write_text("command = python -m venv /elsewhere")
    if fault == "no python":
        (start.VENV / "pyvenv.cfg").write_text(f"command = {start.VENV}")
    monkeypatch.setattr(start, "step", lambda *command: steps.append(" ".join(command)))
    steps.clear()
    start.set_up("open")
    assert "-m venv --clear" in steps[0]


def test_a_python_without_venv_is_told_the_package(start, monkeypatch):
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SystemExit, match="apt install python3-venv"):
        start.set_up("open")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("Error: [Errno 13] Permission denied: '/x/.venv'", "can't be written to"),
        ("OSError: [Errno 30] Read-only file system", "can't be written to"),
        ("NewConnectionError: Failed to resolve", "internet can't be reached"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "not the one we know"),
        ("something else", "something else"),
    ],
)
def test_a_step_that_fails_says_why_in_plain_words(start, said, words):
    with pytest.raises(SystemExit) as end:
        start.step(sys.executable, "-c", f"import sys; sys.exit({said!r})")
    assert words in end.value.code
    assert "Run start.py again" in end.value.code
    assert "Traceback" not in end.value.code


def test_settings_that_would_install_elsewhere_are_left_out(start, monkeypatch):
    for name in ("USER", "TARGET", "NO_DEPS", "INDEX_URL", "CERT", "PROXY"):
        monkeypatch.setenv(f"PIP_{name}", "1")
    look = "import os, sys; sys.exit(' '.join(k for k in os.environ if 'PIP_' in k))"
    with pytest.raises(SystemExit) as end:
        start.step(sys.executable, "-c", look)
    assert "PIP_INDEX_URL" in end.value.code
    assert "PIP_CERT" in end.value.code
    for name in ("USER", "TARGET", "NO_DEPS"):
        assert f"PIP_{name}" not in end.value.code


@pytest.mark.slow
def test_without_a_network_the_real_pip_ends_in_one_sentence(start, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_RETRIES", "1")
    lock = start.HOME / "one.lock"
    lock.write_text("six==1.17.0 --hash=sha256:" + "0" * 64)
    options = ["--force-reinstall", "--require-hashes", "-r", str(lock)]
    with pytest.raises(SystemExit, match="first start needs it once"):
        start.step(sys.executable, *start.PIP[1:], *options)
