import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser_tools import CHROMIUM, CHROMIUM_FLAGS, LabServer

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


@pytest.fixture
def lab(tmp_path):
    """A JupyterLab with copies of our notebooks and an empty journal."""
    server = LabServer(tmp_path / "lab")
    for notebook in NOTEBOOKS.glob("*.ipynb"):
        shutil.copy(notebook, server.notebooks)
    with server:
        yield server


@pytest.fixture
def profile(tmp_path):
    """Where Chromium keeps what it keeps of a person's browsing."""
    return tmp_path / "profile"


@pytest.fixture
def browser(profile):
    """A Chromium with a profile on the disk, as a person's own has."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM,
            args=CHROMIUM_FLAGS,
            viewport={"width": 1300, "height": 1000},
        )
        yield context
        context.close()
