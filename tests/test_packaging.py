"""The wheel, built, and installed where nothing else of this folder is."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

import recovery_kit

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "recovery_kit"
SHARED = "recovery_kit/jupyter/labextension/", "recovery_kit/jupyter/server.json"


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def clean(wheel, tmp_path_factory) -> Path:
    """Return the Python of an environment with our wheel and all that it needs.

    What it needs is lent by the environment the tests run in; that one's editable
    install of this folder is not: a .pth file named by a .pth file is not read.
    """
    venv = tmp_path_factory.mktemp("clean") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", venv)
    windows = os.name == "nt"
    python = venv / ("Scripts/python.exe" if windows else "bin/python")
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(run(python, "-c", where).strip())
    (site / "lent.pth").write_text(sysconfig.get_path("purelib"))
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps"]
    run(*pip, "--no-index", "--disable-pip-version-check", wheel)
    return python


def test_the_wheel_holds_every_file_of_the_package(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    needed = {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    missing = {name for name in needed - inside if not name.startswith(SHARED)}
    assert not missing
    assert "recovery_kit/jupyter/shipped.json" in inside


def test_the_wheel_holds_nothing_else(wheel):
    data = f"recovery_kit-{recovery_kit.__version__}.data/data"
    others = [
        name
        for name in zipfile.ZipFile(wheel).namelist()
        if not name.startswith("recovery_kit/") and ".dist-info/" not in name
    ]
    lab = f"{data}/share/jupyter/labextensions/recovery-kit"
    assert sorted(others) == [
        f"{data}/etc/jupyter/jupyter_server_config.d/recovery_kit.json",
        f"{lab}/install.json",
        f"{lab}/package.json",
        f"{lab}/static/remoteEntry.js",
    ]


def test_the_wheel_brings_its_own_package(clean, tmp_path):
    show = "import recovery_kit as rk; print(rk.__file__, rk.__version__)"
    where, version = run(clean, "-c", show, cwd=tmp_path).split()
    assert Path(where).is_relative_to(clean.parents[1])
    assert version == recovery_kit.__version__


def test_the_command_is_there(clean, tmp_path):
    command = clean.with_name("recovery-kit")
    assert "recovery-kit" in run(command, "--help", cwd=tmp_path)


def test_jupyter_finds_the_server_extension(clean, tmp_path):
    coloured = run(clean, "-m", "jupyter_server", "extension", "list", cwd=tmp_path)
    listing = re.sub(r"\x1b\[\d+m", "", coloured)
    lines = [" ".join(line.split()) for line in listing.splitlines()]
    assert "recovery_kit.jupyter enabled" in lines
    assert "recovery_kit.jupyter OK" in lines


def test_jupyterlab_finds_the_lab_extension(clean, tmp_path):
    call = "from jupyterlab.labextensions import main; main(['list'])"
    listing = run(clean, "-c", call, cwd=tmp_path)
    (ours,) = [line for line in listing.splitlines() if "recovery-kit" in line]
    assert "enabled" in ours
    assert "OK" in ours
    assert f"v{recovery_kit.__version__} " in ours


def test_what_is_installed_here_is_what_lies_here():
    """An editable install copies the Jupyter files, and the copies go stale."""
    prefix = Path(sys.prefix)
    server = prefix / "etc/jupyter/jupyter_server_config.d/recovery_kit.json"
    assert json.loads(server.read_text()) == json.loads(
        (PACKAGE / "jupyter/server.json").read_text()
    )
    for path in (PACKAGE / "jupyter/labextension").rglob("*.js*"):
        place = path.relative_to(PACKAGE / "jupyter/labextension")
        copy = prefix / "share/jupyter/labextensions/recovery-kit" / place
        assert copy.read_bytes() == path.read_bytes(), "run start.py again"
