"""Our notebooks in a real JupyterLab: what runs by itself, and what is written."""

import json

import pytest
from nbformat import v4
from playwright.sync_api import Page, expect

from recovery_kit.jupyter.shipped import code_hash
from tests.browser_tools import (
    LabServer,
    chromium,
    open_notebook,
    run_command,
    save,
    wait_until,
)
from tests.jupyter.notebooks import CODE, KERNEL, ours, write

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COUNTED = ours(["import os\nopen('runs', 'a').write('x')\nprint('pid', os.getpid())"])
IMPORTS = ours(["import recovery_kit as rk\nprint('version', rk.__version__)"])
SHIPPED = {str(n): code_hash(nb) for n, nb in enumerate([ours(), COUNTED, IMPORTS])}

START = "Start"
PID = ".jp-OutputArea-output:has-text('pid')"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with LabServer(tmp_path_factory.mktemp("lab"), shipped=SHIPPED) as lab:
        yield lab


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(lab, browser):
    page = browser.new_page()
    page.set_default_timeout(30_000)
    yield page
    page.close()
    lab.shut_down_kernels()


@pytest.fixture
def folder(lab, request):
    """Make a folder for the notebook of one test: kernels are kept by path."""
    name = request.node.name[:60]
    (lab.notebooks / name).mkdir()
    return lab.notebooks / name


def address(lab: LabServer, path) -> str:
    return lab.address(path.relative_to(lab.notebooks).as_posix())


def shows_start(page: Page) -> None:
    expect(page.get_by_role("button", name=START, exact=True)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="not what")).to_be_visible()


def is_dirty(page: Page) -> bool:
    return page.evaluate("window.jupyterapp.shell.currentWidget.context.model.dirty")


def test_opens_ready_at_its_top_and_leaves_its_file_as_shipped(lab, page, folder):
    shipped = write(ours(), folder / "a.ipynb")
    open_notebook(page, address(lab, folder / "a.ipynb"))
    expect(page.get_by_text("ran 1", exact=True)).to_be_visible()
    expect(page.get_by_text("ran 2", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=START, exact=True)).to_have_count(0)
    assert page.evaluate(
        "window.jupyterapp.shell.currentWidget.content.activeCellIndex === 0"
    )
    assert not page.locator(".jp-Placeholder").first.is_visible()  # no code, no bar
    run_command(page, "notebook:show-all-cell-code")  # View, Expand All Code
    expect(page.locator(".jp-CodeCell .cm-content").first).to_be_visible()
    save(page)
    assert (folder / "a.ipynb").read_bytes() == shipped
    for checkpoint in (folder / ".ipynb_checkpoints").iterdir():
        assert checkpoint.read_bytes() == shipped


def test_closing_it_asks_no_question_unless_one_wrote_in_it(lab, page, folder):
    write(ours(), folder / "a.ipynb")
    open_notebook(page, address(lab, folder / "a.ipynb"))
    expect(page.get_by_text("ran 2", exact=True)).to_be_visible()
    run_command(page, "notebook:show-all-cell-code")
    assert not is_dirty(page)
    run_command(page, "notebook:insert-cell-below")
    assert is_dirty(page)
    save(page)
    wait_until(lambda: not is_dirty(page), "a saved notebook")
    page.locator(".jp-mod-active .cm-content").click()
    page.keyboard.type("words")
    assert is_dirty(page)


def test_a_hostile_copy_saved_and_reopened_does_not_run(lab, page, folder):
    # Jupyter signs what it saves without outputs: now it trusts this one.
    hostile = ours(["open('ran', 'w').close()\nprint('hostile')"])
    write(hostile, folder / "a.ipynb")
    open_notebook(page, address(lab, folder / "a.ipynb"))
    shows_start(page)
    save(page)
    page.goto("about:blank")
    lab.shut_down_kernels()
    open_notebook(page, address(lab, folder / "a.ipynb"))
    shows_start(page)
    page.wait_for_timeout(2000)
    assert not (folder / "ran").exists()


def test_start_runs_it_once_and_goes(lab, page, folder):
    write(ours(["print('by hand')"]), folder / "a.ipynb")
    open_notebook(page, address(lab, folder / "a.ipynb"))
    button = page.get_by_role("button", name=START, exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("by hand", exact=True)).to_be_visible()
    expect(button).to_have_count(0)


def test_the_note_can_be_closed_without_running(lab, page, folder):
    write(ours(["open('ran', 'w').close()"]), folder / "a.ipynb")
    open_notebook(page, address(lab, folder / "a.ipynb"))
    shows_start(page)
    page.get_by_role("button", name="Close this note").click()
    expect(page.get_by_role("button", name=START, exact=True)).to_have_count(0)
    assert not (folder / "ran").exists()


def test_exact_code_beside_a_module_that_shadows_ours_does_not_run(lab, page, folder):
    write(IMPORTS, folder / "a.ipynb")
    evil = "open('ran', 'w').close()\n__version__ = 'evil'\n"
    (folder / "recovery_kit.py").write_text(evil)
    open_notebook(page, address(lab, folder / "a.ipynb"))
    shows_start(page)
    page.wait_for_timeout(2000)
    assert not (folder / "ran").exists()


def test_a_killed_kernel_comes_back_by_itself(lab, page, folder):
    write(COUNTED, folder / "a.ipynb")
    open_notebook(page, address(lab, folder / "a.ipynb"))
    expect(page.locator(PID)).to_be_visible()
    old = page.locator(PID).inner_text()
    lab.kill_kernels()
    expect(page.locator(PID)).not_to_have_text(old)
    expect(page.locator(PID)).to_be_visible()
    assert (folder / "runs").read_text() == "xx"


def test_a_restart_by_the_person_runs_it_again_once(lab, page, folder):
    write(COUNTED, folder / "a.ipynb")
    open_notebook(page, address(lab, folder / "a.ipynb"))
    expect(page.locator(PID)).to_be_visible()
    for command, runs in (
        ("kernelmenu:restart", "xx"),
        ("runmenu:restart-and-run-all", "xxx"),
    ):
        old = page.locator(PID).inner_text()
        page.evaluate(f"void window.jupyterapp.commands.execute('{command}')")
        page.get_by_role("dialog").get_by_text("Restart", exact=True).click()
        expect(page.locator(PID)).not_to_have_text(old)
        page.wait_for_timeout(2000)  # a second run would come now
        assert (folder / "runs").read_text() == runs


def test_hostile_code_does_not_run_after_a_restart_either(lab, page, folder):
    write(ours(["open('ran', 'w').close()"]), folder / "a.ipynb")
    open_notebook(page, address(lab, folder / "a.ipynb"))
    shows_start(page)
    lab.kill_kernels()
    page.get_by_role("dialog").get_by_role("button", name="Ok").click()
    page.wait_for_timeout(4000)
    shows_start(page)
    assert not (folder / "ran").exists()


def test_a_cell_of_ones_own_is_kept_and_said_to_be_no_secret(lab, page, folder):
    write(ours(), folder / "a.ipynb")
    open_notebook(page, address(lab, folder / "a.ipynb"))
    expect(page.get_by_text("ran 2", exact=True)).to_be_visible()
    notice = page.get_by_role("status").filter(has_text="not in your private journal")
    expect(notice).to_have_count(0)
    for _ in range(2):
        run_command(page, "notebook:insert-cell-below")
        expect(notice).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.type("'my own words'")
    save(page)
    cells = json.loads((folder / "a.ipynb").read_text())["cells"]
    assert ["'my own words'"] in [cell["source"] for cell in cells]
    page.get_by_role("button", name="Close this note").click()
    expect(notice).to_have_count(0)
    open_notebook(page, address(lab, folder / "a.ipynb"))
    expect(notice).to_have_count(1)
    shows_start(page)


def test_a_notebook_of_the_persons_own_is_left_alone(lab, page, folder):
    cell = v4.new_code_cell("open('ran', 'w').close()\nprint('mine')")
    own = v4.new_notebook(cells=[cell], metadata={"kernelspec": KERNEL})
    write(own, folder / "a.ipynb")
    open_notebook(page, address(lab, folder / "a.ipynb"))
    page.wait_for_timeout(2000)
    assert not (folder / "ran").exists()
    expect(page.locator(".recovery-kit-banner")).to_have_count(0)
    run_command(page, "notebook:run-all-cells")
    expect(page.get_by_text("mine", exact=True)).to_be_visible()
    save(page)
    saved = json.loads((folder / "a.ipynb").read_text())
    assert saved["cells"][0]["outputs"][0]["text"] == ["mine\n"]


def test_a_save_that_cannot_be_stripped_is_refused_in_plain_words(lab, page, folder):
    shipped = write(ours(), folder / "a.ipynb")

    def break_it(route) -> None:
        if route.request.method != "PUT":
            route.continue_()
            return
        body = route.request.post_data_json
        body["content"]["cells"][1]["metadata"] = None
        route.continue_(post_data=json.dumps(body))

    page.route("**/api/contents/**", break_it)
    open_notebook(page, address(lab, folder / "a.ipynb"))
    save(page)
    expect(page.get_by_role("dialog")).to_contain_text("This notebook was not saved")
    assert (folder / "a.ipynb").read_bytes() == shipped


def test_a_cell_of_ours_cannot_be_typed_into(lab, page, folder):
    notebook = ours(["print('kept')"])
    locked = CODE | {"deletable": False, "editable": False}
    notebook.cells[1].metadata.update(locked)
    shipped = write(notebook, folder / "a.ipynb")
    open_notebook(page, address(lab, folder / "a.ipynb"))
    run_command(page, "notebook:show-all-cell-code")
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.type("SECRET")
    save(page)
    assert (folder / "a.ipynb").read_bytes() == shipped
