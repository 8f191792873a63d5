"""Set recovery_kit up in .venv, in this folder, and open it in JupyterLab.

``python start.py test [ARGS]`` runs checks and tests instead; ARGS go to pytest.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python shall say so itself
    sys.exit("recovery_kit needs Python 3.11 or newer; this is " + sys.version[:6])

import hashlib
import importlib.util
import os
import subprocess
from pathlib import Path

HOME = Path(__file__).resolve().parent
VENV = HOME / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
NOTEBOOKS = sorted(HOME.glob("notebooks/*.ipynb"))
LABCONFIG = VENV / "etc/jupyter/labconfig"
LOCKS = {"open": HOME / "requirements.lock", "test": HOME / "tests/requirements.lock"}
PIP = (str(PYTHON), "-I", "-m", "pip", "install", "-q", "--disable-pip-version-check")
# Of pip's own settings hold those on reaching a package, none that put it elsewhere.
REACH = "CACHE_DIR CERT CONFIG_FILE HOST INDEX LINKS PROXY RETRIES TIMEOUT URL"
NO_NEWS = """{"@jupyterlab/apputils-extension:notification":
    {"fetchNews": "false", "checkForUpdates": false}}"""
CHECKS = ("ruff check", "ruff format --check", "mypy", "lint-imports")
WHY = {
    "No space left": "The disk is full; recovery_kit needs about 1 GB.",
    "Permission denied": "This folder can't be written to; move it to one of your own.",
    "Read-only": "This folder can't be written to; move it to one of your own.",
    "onnection": "The internet can't be reached, and the first start needs it once.",
    "No matching": "The internet can't be reached, or has nothing for this Python.",
    "DO NOT MATCH": "A downloaded file is not the one we know and was left out.",
}


def run(*command: str) -> int:
    """Run a program to its end; Ctrl-C is for it to answer."""
    with subprocess.Popen(command, cwd=HOME) as program:
        while True:
            try:
                return program.wait()
            except KeyboardInterrupt:
                continue


def step(*command: str) -> None:
    """Run one step of the set-up; if it fails, say why in one sentence and end."""
    ends = tuple(REACH.split())
    env = {k: v for k, v in os.environ.items() if k[:4] != "PIP_" or k.endswith(ends)}
    done = subprocess.run(command, cwd=HOME, env=env, stderr=subprocess.PIPE)
    if done.returncode:
        said = done.stderr.decode(errors="replace")
        why = [words for sign, words in WHY.items() if sign in said][:1]
        why = why or [said, "The set-up stopped, as said above."]
        sys.exit("\n".join([*why, "Run start.py again to go on from here."]))


def stamp(mode: str) -> str:
    """Return a hash of all that an installation is made from."""
    files = [LOCKS[mode], HOME / "pyproject.toml", HOME / "start.py"]
    files += sorted((HOME / "recovery_kit/jupyter").rglob("*.js*"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def set_up(mode: str) -> None:
    """Make .venv and install into it, unless that is done."""
    finished = VENV / f".start-{mode}"
    if finished.is_file() and finished.read_text() == stamp(mode) and PYTHON.exists():
        return
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        sys.exit("Python's venv is missing; on Debian: apt install python3-venv")
    print("Setting up. The first time takes a minute or two and needs the internet.")
    config = VENV / "pyvenv.cfg"
    # A .venv that was moved, or whose Python is gone, can't be mended.
    made_here = config.is_file() and str(VENV) in config.read_text(encoding="utf-8")
    sound = made_here and PYTHON.exists() and run(str(PYTHON), "-Ic", "import pip") == 0
    if not sound:
        step(sys.executable, "-m", "venv", "--clear", str(VENV))
    step(*PIP, "--require-hashes", "-r", str(LOCKS[mode]))
    step(*PIP, "--no-deps", "--no-build-isolation", "-e", str(HOME))
    LABCONFIG.mkdir(parents=True, exist_ok=True)
    (LABCONFIG / "default_setting_overrides.json").write_text(NO_NEWS)
    trust = [str(PYTHON), "-m", "nbformat.sign", *map(str, NOTEBOOKS)]
    subprocess.run(trust, input=b"", capture_output=True)  # a broken one is no bar
    for ready in {"open", mode}:  # the tests' lock holds all of the other
        (VENV / f".start-{ready}").write_text(stamp(ready))


if __name__ == "__main__":
    if sys.argv[1:2] != ["test"]:
        set_up("open")
        sys.exit(run(str(BIN / "recovery-kit"), "open", *sys.argv[1:]))
    set_up("test")
    failed = [run(str(BIN / name), *rest) for name, *rest in map(str.split, CHECKS)]
    sys.exit(run(str(PYTHON), "-m", "pytest", *sys.argv[2:]) or any(failed))
