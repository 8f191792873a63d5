"""Draw README's pictures anew: the invented person's months in a real JupyterLab."""

import datetime as dt
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE.parents[1]
sys.path.insert(0, str(HOME))

import msgspec

from recovery_kit import importers, records
from recovery_kit.journal import import_records, open_journal
from tests.browser_tools import LabServer, chromium, open_notebook

NOTE = "Wanted to write at lunch and at four. Walked to the weir instead."


def main() -> None:
    """Fill a journal, open the daily page, and take the pictures."""
    folder = Path(tempfile.mkdtemp())
    lab = LabServer(folder)
    for notebook in (HOME / "notebooks").glob("*.ipynb"):
        shutil.copy(notebook, lab.notebooks)
    found = [
        record
        for file in sorted((HOME / "data/sample").glob("*.csv"))
        for record in importers.read(file).records
    ]
    # The invented months end yesterday, so that the page greets with their last line.
    moved = records.today() - max(record.day for record in found) - dt.timedelta(days=1)
    with open_journal(lab.data) as journal:
        later = [
            msgspec.structs.replace(record, day=record.day + moved) for record in found
        ]
        import_records(journal, "the sample", later)
        journal.record(records.Preferences(day=records.today(), night_card=False))
    with lab, chromium() as browser:
        page = browser.new_page(
            viewport={"width": 1300, "height": 1500}, device_scale_factor=1.5
        )
        open_notebook(page, lab.address("daily_check_in.ipynb"))
        mood = page.get_by_role("group", name="How are you?")
        mood.wait_for(timeout=60_000)
        mood.get_by_label("4", exact=True).check(force=True)
        page.get_by_label("Partly").check(force=True)
        page.get_by_label("Hours slept").fill("6.5")
        page.get_by_label("outdoors").check(force=True)
        page.get_by_label("A few words, if you like").fill(NOTE)
        page.get_by_text("This day is in your journal.").wait_for()
        form = page.locator(".rk-form", has=mood)
        form.screenshot(path=HERE / "check_in.png")
        chart = page.locator(".rk-chart").nth(1)
        chart.scroll_into_view_if_needed()
        chart.locator("img").wait_for(timeout=60_000)
        chart.locator("img").screenshot(path=HERE / "mood_trend.png")
        page.locator(".rk-chart").nth(2).scroll_into_view_if_needed()
        page.locator(".rk-chart").nth(2).locator("img").wait_for(timeout=60_000)
        page.screenshot(path=folder / "page.png")
    print(folder)


if __name__ == "__main__":
    main()
