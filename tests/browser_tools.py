"""A real JupyterLab and a real Chromium, for tests.

``LabServer`` runs JupyterLab on a free port with settings, runtime and data folders of
its own; ``chromium`` opens the system's Chromium; the functions below drive a notebook
page as a person would. In a test::

    with LabServer(tmp_path) as lab, chromium() as browser:
        page = browser.new_page()
        open_notebook(page, lab.address("daily_check_in.ipynb"))
        save(page)

Nothing here waits a fixed time: each wait is for something seen in the page or asked
of the server.
"""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import psutil
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

__all__ = [
    "CHROMIUM",
    "CHROMIUM_FLAGS",
    "LabServer",
    "chromium",
    "open_notebook",
    "run_command",
    "save",
    "wait_until",
]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

CHROMIUM_FLAGS = [
    "--no-sandbox",  # Chromium's sandbox refuses to start as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

QUIET = {
    # The news popup covers the corner of the page.
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    }
}

T = TypeVar("T")


def wait_until(
    look: Callable[[], T], what: str, *, seconds: float = 30, every: float = 0.05
) -> T:
    """Return the first true answer of `look`, or fail saying `what` never came."""
    end = time.monotonic() + seconds
    while True:
        answer = look()
        if answer:
            return answer
        if time.monotonic() > end:
            pytest.fail(f"waited {seconds:g} s and never saw: {what}")
        time.sleep(every)


class LabServer:
    """JupyterLab over one folder, with everything else of its own.

    Parameters
    ----------
    folder : Path
        An empty folder. ``folder/notebooks`` is what the page shows (put notebooks
        there before or after the start), ``folder/data`` is the journal's place, and
        ``folder/jupyter`` holds settings, runtime files, history and checkpoints.
    shipped : dict, optional
        Name to code hash: stands in for the list of shipped notebooks, for tests that
        bring notebooks of their own. Left out, the real list holds.
    env : dict, optional
        More environment variables for the server (its kernels inherit them).
    settings : dict, optional
        JupyterLab's settings: plugin (``@jupyterlab/notebook-extension:tracker``) to
        the settings of that plugin.
    options : list of str, optional
        More command line options for ``jupyter lab``.

    Attributes
    ----------
    notebooks, data, jupyter, log : Path
        The folders above, and the server's log.
    url, token : str
        Where it listens (ends in a slash), and what opens it.
    """

    def __init__(
        self,
        folder: Path,
        *,
        shipped: dict[str, str] | None = None,
        env: dict[str, str] | None = None,
        settings: dict[str, dict[str, Any]] | None = None,
        options: list[str] | None = None,
    ) -> None:
        self.notebooks = folder / "notebooks"
        self.data = folder / "data"
        self.jupyter = folder / "jupyter"
        self.log = folder / "server.log"
        self.token = secrets.token_hex(16)
        self.url = ""
        self._options = options or []
        self._process: subprocess.Popen[bytes] | None = None
        for place in (self.notebooks, self.data, self.jupyter):
            place.mkdir(parents=True, exist_ok=True)
        self._env = os.environ | {
            "HOME": str(self.jupyter),
            "IPYTHONDIR": str(self.jupyter / "ipython"),
            "JUPYTER_CONFIG_DIR": str(self.jupyter / "config"),
            "JUPYTER_DATA_DIR": str(self.jupyter / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.jupyter / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(self.jupyter / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.jupyter / "workspaces"),
            # One for all servers: without a cache of fonts the first chart is slow.
            "MPLCONFIGDIR": str(Path(tempfile.gettempdir()) / "recovery_kit_fonts"),
            "RECOVERY_KIT_DATA": str(self.data),
        }
        if shipped is not None:
            listed = folder / "shipped.json"
            listed.write_text(json.dumps(shipped), encoding="utf-8")
            self._env["RECOVERY_KIT_SHIPPED"] = str(listed)
        self._env |= env or {}
        for plugin, values in {**QUIET, **(settings or {})}.items():
            package, name = plugin.split(":")
            place = self.jupyter / "settings" / package
            place.mkdir(parents=True, exist_ok=True)
            path = place / f"{name}.jupyterlab-settings"
            path.write_text(json.dumps(values), encoding="utf-8")

    def start(self) -> Self:
        """Start the server and wait until it answers."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/"
        command = [sys.executable, "-m", "jupyterlab", "--allow-root", "--no-browser"]
        command += ["--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"]
        command += [f"--ServerApp.root_dir={self.notebooks}"]
        command += [f"--IdentityProvider.token={self.token}"]
        command += ["--LabApp.expose_app_in_browser=True"]  # for run_command
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *self._options],
                env=self._env,
                cwd=self.jupyter,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until(self._answers, f"JupyterLab; see {self.log}", seconds=90)
        return self

    def stop(self) -> None:
        """End the server and every kernel it started."""
        if self._process is None:
            return
        kernels = self.kernels()
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(15)
        for pid in kernels:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def address(self, notebook: str) -> str:
        """Return the address that opens `notebook` (a path below ``notebooks``)."""
        return f"{self.url}lab/tree/{notebook}?reset&token={self.token}"

    def ask(self, path: str, *, method: str = "GET", body: object = None) -> Any:
        """Return the server's JSON answer to a request made with the token.

        Raises `urllib.error.HTTPError` where the server refuses.
        """
        request = urllib.request.Request(  # noqa: S310 - the address is our own
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            text = answer.read()
        return json.loads(text) if text else None

    def kernels(self) -> list[int]:
        """Return the process ids of the kernels now running."""
        if self._process is None:
            return []
        children = psutil.Process(self._process.pid).children(recursive=True)
        return [
            child.pid
            for child in children
            if "ipykernel_launcher" in " ".join(child.cmdline())
        ]

    def kill_kernels(self) -> list[int]:
        """Kill every kernel at once (``kill -9``); return their process ids."""
        pids = self.kernels()
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        return pids

    def shut_down_kernels(self) -> None:
        """End every session in the orderly way, so that the next page starts anew."""
        for session in self.ask("api/sessions"):
            self.ask(f"api/sessions/{session['id']}", method="DELETE")

    def _answers(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            pytest.fail(f"JupyterLab ended at once:\n{self.log.read_text()[-3000:]}")
        try:
            self.ask("api/status")
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False
        return True


@contextlib.contextmanager
def chromium(**options: Any) -> Iterator[Browser]:
    """Give the system's Chromium, headless; the test is skipped where there is none.

    Parameters
    ----------
    **options
        Passed on to playwright's ``launch``.
    """
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=CHROMIUM_FLAGS, **options
        )
        try:
            yield browser
        finally:
            browser.close()


def open_notebook(page: Page, address: str) -> None:
    """Go to `address` and wait until its notebook and kernel are there.

    Whether its cells run by themselves is for the test to see.
    """
    page.goto(address)
    page.wait_for_selector(".jp-NotebookPanel:visible .jp-Cell", timeout=60_000)
    page.wait_for_selector(
        ".jp-NotebookPanel:visible .jp-Notebook-ExecutionIndicator[data-status=idle]",
        timeout=60_000,
    )


def run_command(page: Page, command: str, **args: Any) -> None:
    """Carry out one of JupyterLab's commands, such as ``docmanager:save``."""
    page.evaluate(
        "([command, args]) => window.jupyterapp.commands.execute(command, args)",
        [command, args],
    )


def save(page: Page) -> None:
    """Press the toolbar's save button and wait until the server has the file.

    Not Ctrl+S: with the cursor in a form that key goes to the form.
    """
    with page.expect_response(
        lambda r: r.request.method == "PUT" and "/api/contents/" in r.url
    ):
        page.locator(".jp-NotebookPanel:visible [data-jp-item-name=save]").click()
