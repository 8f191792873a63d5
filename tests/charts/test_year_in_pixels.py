import datetime as dt

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from recovery_kit.analysis import daily
from recovery_kit.charts import alt_text, plot_year_in_pixels, table
from tests.charts.marks import cut_words, key, named, one

EMPTY = pd.DataFrame({"day": [], "mood": []})


def entries(days, moods):
    return pd.DataFrame({"day": days, "mood": moods})


def cells(ax):
    """Return the value drawn for each (month, day)."""
    grid = one(ax, "days").get_array().reshape(12, 31)
    return {(m + 1, d + 1): grid[m, d] for m in range(12) for d in range(31)}


def squares(ax, gid):
    """Return the (month, day) of each square of that kind."""
    found = set()
    for artist in named(ax, gid):
        for path in artist.get_paths():
            day, month = (path.vertices.min(axis=0) + path.vertices.max(axis=0)) / 2
            found.add((round(month), round(day)))
    return found


def test_each_day_has_its_own_cell():
    ax = plot_year_in_pixels(entries(["2024-02-29", "2024-12-31"], [0, 10]))
    drawn = {
        place: mood for place, mood in cells(ax).items() if mood is not np.ma.masked
    }
    assert drawn == {(2, 29): 0, (12, 31): 10}


def test_zero_is_a_colour_and_a_missing_day_is_hatched():
    ax = plot_year_in_pixels(entries(["2025-03-01", "2025-03-04"], [0, 5]))
    assert cells(ax)[3, 1] == 0
    assert cells(ax)[3, 2] is np.ma.masked
    assert squares(ax, "missing") == {(3, 2), (3, 3)}
    (missing,) = named(ax, "missing")
    assert missing.get_hatch()
    mesh = one(ax, "days")
    zero, grey = mesh.cmap(0.0)[:3], missing.get_facecolor()[0][:3]
    assert np.abs(np.subtract(zero, grey)).max() > 0.5
    assert "nothing recorded" in key(ax)


def test_every_day_of_the_year_is_drawn_once_and_days_that_do_not_exist_are_blank():
    ax = plot_year_in_pixels(entries(["2025-02-10", "2025-04-20"], [4, 5]))
    filled = {place for place, mood in cells(ax).items() if mood is not np.ma.masked}
    kinds = [filled, squares(ax, "missing"), squares(ax, "outside")]
    every = {(d.month, d.day) for d in pd.date_range("2025-01-01", "2025-12-31")}
    assert set.union(*kinds) == every
    assert sum(len(kind) for kind in kinds) == 365


def test_days_before_the_first_and_after_the_last_are_pale_not_hatched():
    ax = plot_year_in_pixels(entries(["2025-02-10", "2025-02-12"], [4, 5]))
    assert squares(ax, "missing") == {(2, 11)}
    assert len(squares(ax, "outside")) == 362
    (outside,) = named(ax, "outside")
    assert not outside.get_hatch()
    assert "before your first day or after your last" in key(ax)


def test_a_gap_over_new_year_is_hatched_to_the_end():
    data = entries(["2024-12-20", "2025-01-05"], [4, 5])
    ax = plot_year_in_pixels(data, year=2024)
    assert squares(ax, "missing") == {(12, day) for day in range(21, 32)}
    assert len(squares(plot_year_in_pixels(data), "missing")) == 4


def test_the_newest_year_with_a_value_is_shown_unless_asked():
    data = entries(["2023-05-01", "2024-05-01", "2025-05-01"], [4, 5, None])
    assert plot_year_in_pixels(data).get_title(loc="left") == "Mood, 2024"
    ax = plot_year_in_pixels(data, year=2023)
    assert ax.get_title(loc="left") == "Mood, 2023"
    assert ax.get_title(loc="right") == "n = 1 of 365 days"


def test_the_colours_are_fixed_to_the_scale_and_ordered(some_days):
    ax = plot_year_in_pixels(some_days(30))
    mesh = one(ax, "days")
    assert mesh.get_clim() == (0, 10)
    assert mesh.get_cmap().name == "cividis"
    ends = [text.get_text() for text in one(ax, "colours").get_xticklabels()]
    assert ends == ["0 very bad", "5 neither", "10 very good"]


def test_each_month_shows_its_n():
    ax = plot_year_in_pixels(
        entries(["2025-01-01", "2025-01-01", "2025-01-03", "2025-03-01"], [4, 5, 6, 7])
    )
    said = [text.get_text() for text in named(ax, "month n")]
    assert said[:3] == ["n 2", "n 0", "n 1"]
    assert len(said) == 12


def test_the_table_has_a_row_for_each_day_of_the_year(some_days):
    data = some_days(30)
    numbers = table(plot_year_in_pixels(data))
    assert len(numbers) == 365
    assert list(numbers.columns) == ["value", "low", "high", "n"]
    assert numbers["n"].sum() == 30
    pd.testing.assert_frame_equal(
        numbers.loc["2025-03-01":"2025-03-30"], daily(data), check_freq=False
    )


def test_the_text_says_what_the_picture_shows():
    text = alt_text(plot_year_in_pixels(entries(["2025-02-10", "2025-04-20"], [4, 6])))
    assert "n = 2 of 365 days" in text
    assert "10 February to 20 April 2025" in text
    assert "from 4 to 6" in text
    assert "Hatched, nothing recorded: 68 days" in text
    assert "February n 1, 4 to 4; April n 1, 6 to 6" in text


def test_nothing_yet_is_this_year_with_a_kind_line(monkeypatch):
    monkeypatch.setattr(
        "recovery_kit.charts.year_in_pixels.today", lambda: dt.date(2026, 11, 25)
    )
    ax = plot_year_in_pixels(EMPTY)
    assert ax.get_title(loc="left") == "Mood, 2026"
    assert "Your first day goes here." in [text.get_text() for text in ax.texts]
    assert "Your first day goes here." in alt_text(ax)
    assert not named(ax, "missing")
    assert len(table(ax)) == 365


def test_a_year_without_entries_says_so_and_promises_no_first_day():
    ax = plot_year_in_pixels(entries(["2025-03-01"], [4]), year=2020)
    assert "Nothing was recorded in 2020." in [text.get_text() for text in ax.texts]
    assert "Your first day" not in alt_text(ax)
    assert len(squares(ax, "outside")) == 366


@pytest.mark.parametrize("days", [1, 40, 366, 3650])
def test_no_word_is_cut(days, some_days):
    ax = plot_year_in_pixels(
        some_days(days, start="2016-01-01", missing=0.1), year=2016
    )
    assert cut_words(ax) == []
    caption, legend = one(ax, "colours"), ax.get_legend()
    if legend is not None:
        bar = caption.get_tightbbox()
        assert bar.count_overlaps([legend.get_window_extent()]) == 0


def test_the_axes_that_were_given_are_drawn_on(some_days):
    figure = Figure(layout="constrained", figsize=(8, 9))
    top, _ = figure.subplots(2, 1)
    assert plot_year_in_pixels(some_days(30), ax=top) is top
    assert cut_words(top) == []


def test_the_callers_table_is_left_as_it_was(some_days):
    days = daily(some_days(30, missing=0.2))
    before = days.copy()
    plot_year_in_pixels(days)
    pd.testing.assert_frame_equal(days, before)


def test_the_text_begins_with_a_short_sentence_that_stands_alone(some_days):
    text = alt_text(plot_year_in_pixels(some_days(30)))
    assert text.split(". ")[0] == "Mood in 2025, n = 30 of 365 days"
