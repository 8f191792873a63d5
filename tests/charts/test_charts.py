import datetime as dt
import gc
import subprocess
import sys
import threading
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from recovery_kit import charts
from recovery_kit.charts import _style
from recovery_kit.charts._dates import say, say_both
from recovery_kit.errors import DataError

ROOT = Path(__file__).parents[2]
PLOTS = [charts.plot_mood_trend, charts.plot_year_in_pixels]


def loaded_after(code):
    wanted = "{'matplotlib', 'matplotlib.pyplot', 'pandas', 'ipywidgets'}"
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys\n{code}\nprint({wanted} & set(sys.modules))",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return run.stdout.strip()


def brightness(colour):
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in to_rgb(colour)
    ]
    return sum(
        weight * part
        for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
    )


def test_the_package_loads_nothing_until_a_plot_is_asked_for():
    assert loaded_after("import recovery_kit.charts as c\ndir(c)") == "set()"


def test_a_plot_never_loads_pyplot():
    code = (
        "import recovery_kit.charts as c, pandas as pd\n"
        "f = pd.DataFrame({'day': ['2025-03-01'], 'mood': [4]})\n"
        "c.plot_mood_trend(f); c.plot_year_in_pixels(f)"
    )
    found = loaded_after(code)
    assert "'matplotlib'" in found
    assert "pyplot" not in found
    assert "ipywidgets" not in found


def test_every_public_name_can_be_had_and_they_are_sorted():
    assert charts.__all__ == sorted(charts.__all__)
    for name in charts.__all__:
        assert getattr(charts, name).__name__ == name
    with pytest.raises(AttributeError, match="plot_nothing"):
        _ = charts.plot_nothing


@pytest.mark.parametrize("plot", PLOTS)
def test_a_chart_has_a_light_card_of_its_own_on_any_theme(plot, some_days):
    with mpl.rc_context({"axes.facecolor": "k", "text.color": "w", "font.size": 3}):
        ax = plot(some_days(30))
    assert to_rgb(ax.figure.get_facecolor()) == to_rgb(_style.CARD)
    assert to_rgb(ax.get_facecolor()) == to_rgb(_style.CARD)
    for label in (*ax.get_xticklabels(), *ax.get_yticklabels()):
        assert label.get_color() == _style.QUIET
        assert label.get_fontsize() == _style.SMALL
    title = ax._left_title
    assert title.get_color() == _style.INK
    assert title.get_fontsize() == _style.TITLE
    assert type(ax.figure) is Figure


@pytest.mark.parametrize("plot", PLOTS)
@pytest.mark.parametrize("inches", [4, 8])
def test_name_and_n_never_run_into_each_other(plot, inches, some_days):
    figure = Figure(figsize=(inches, 6), layout="constrained")
    ax = plot(some_days(300), ax=figure.add_subplot())
    FigureCanvasAgg(figure).draw()
    shown = ax.get_title(loc="left") + ax.get_title(loc="right")
    assert "n = 300 of" in shown
    left, right = ax._left_title, ax._right_title
    if right.get_text():
        assert left.get_window_extent().x1 < right.get_window_extent().x0
    assert left.get_window_extent().x1 < figure.bbox.x1


@pytest.mark.parametrize("plot", PLOTS)
def test_drawing_leaves_the_global_settings_alone(plot, some_days):
    def settings():
        # asking for the backend is what chooses one
        return {name: mpl.rcParams[name] for name in mpl.rcParams if name != "backend"}

    before = settings()
    FigureCanvasAgg(plot(some_days(30)).figure).draw()
    assert settings() == before


@pytest.mark.parametrize("colour", [_style.INK, _style.QUIET, _style.ORANGE_INK])
def test_words_stand_out_from_the_card(colour):
    # WCAG 2.2, 1.4.3: at least 4.5 to 1
    contrast = (brightness(_style.CARD) + 0.05) / (brightness(colour) + 0.05)
    assert contrast > 4.5


@pytest.mark.parametrize("plot", PLOTS)
def test_charts_can_be_drawn_in_a_thread(plot, some_days):
    drawn = []

    def work():
        ax = plot(some_days(40, missing=0.2))
        FigureCanvasAgg(ax.figure).draw()
        drawn.append(charts.alt_text(ax))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert drawn == [charts.alt_text(plot(some_days(40, missing=0.2)))]


def test_text_and_table_go_when_the_chart_goes(some_days):
    ax = charts.plot_mood_trend(some_days(30))
    gc.collect()
    before = len(_style._KEPT)
    del ax
    gc.collect()
    assert len(_style._KEPT) == before - 1


def test_a_strange_axes_has_no_text_and_no_table():
    for ask in (charts.alt_text, charts.table):
        with pytest.raises(DataError, match="no chart"):
            ask(Figure().add_subplot())
        with pytest.raises(DataError, match="no chart"):
            ask("an axes")


def test_days_in_words_are_the_same_in_every_locale():
    first, last = dt.date(2025, 3, 1), dt.date(2025, 5, 2)
    assert say(first) == "1 March 2025"
    assert say(first, year=False, short=True) == "1 Mar"
    assert say_both(first, last) == "1 March to 2 May 2025"
    assert say_both(first, first) == "1 March 2025"
    assert say_both(dt.date(2024, 12, 31), first) == "31 December 2024 to 1 March 2025"
