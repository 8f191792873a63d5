import datetime as dt

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from recovery_kit.analysis import daily, level, sentence, trend
from recovery_kit.charts import _style, alt_text, plot_mood_trend, table
from recovery_kit.errors import DataError
from tests.charts.marks import cut_words, draw, key, named, one, points, spans, words

EMPTY = pd.DataFrame({"day": [], "mood": []})


def entries(days, moods):
    return pd.DataFrame({"day": days, "mood": moods})


def stage_table(**days):
    return pd.DataFrame(
        {"stage": [name.replace("_", " ") for name in days], "day": list(days.values())}
    )


def test_every_day_has_its_dot_and_a_gap_breaks_the_line():
    ax = plot_mood_trend(
        entries(["2025-03-01", "2025-03-02", "2025-03-05"], [3, 0, 10])
    )
    days, values = points(ax, "dots")
    assert days == [f"2025-03-0{k}" for k in range(1, 6)]
    np.testing.assert_array_equal(values, [3, 0, np.nan, np.nan, 10])
    np.testing.assert_array_equal(points(ax, "line")[1], values)


def test_empty_days_are_hatched_and_named_in_the_key():
    ax = plot_mood_trend(entries(["2025-03-01", "2025-03-03", "2025-03-08"], [3, 4, 5]))
    assert one(ax, "gaps").get_hatch()
    assert spans(ax, "gaps") == [
        ("2025-03-02", "2025-03-02"),
        ("2025-03-04", "2025-03-07"),
    ]
    assert key(ax) == ["a day", "nothing recorded"]


def test_a_table_whose_empty_days_were_dropped_shows_its_gaps_all_the_same():
    days = daily(entries(["2025-03-01", "2025-03-02", "2025-03-05"], [3, 4, 5]))
    ax = plot_mood_trend(days.dropna())
    assert spans(ax, "gaps") == [("2025-03-03", "2025-03-04")]
    assert table(ax)["n"].to_list() == [1, 1, 0, 0, 1]


def test_a_day_with_several_entries_shows_its_range_and_others_none():
    ax = plot_mood_trend(
        entries(["2025-03-01", "2025-03-01", "2025-03-02", "2025-03-02"], [2, 7, 4, 4])
    )
    (bar,) = one(ax, "ranges").get_segments()
    assert bar[:, 1].tolist() == [2, 7]
    assert points(ax, "dots")[1] == [4.5, 4]


def test_the_scale_is_whole_however_small_the_noise(some_days):
    assert plot_mood_trend(some_days(30)).get_ylim() == (0, 10)
    ax = plot_mood_trend(daily(entries(["2025-03-01"], [3])), scale=(0, 4))
    assert ax.get_ylim() == (0, 4)
    assert ax.get_ylabel() == "mood (0 to 4)"
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["0", "2", "4"]


def test_the_level_begins_at_seven_days_and_is_the_analysis_own(some_days):
    ax = plot_mood_trend(some_days(6))
    assert not named(ax, "level")
    assert not named(ax, "band")
    assert "No level line yet" in alt_text(ax)
    data = some_days(40, missing=0.3)
    ax = plot_mood_trend(data)
    expected = level(daily(data)["value"])
    np.testing.assert_array_equal(points(ax, "level")[1], expected["level"])
    edge = one(ax, "band").get_paths()[0].vertices[:, 1]
    assert edge.min() == pytest.approx(expected["low"].min())
    assert edge.max() == pytest.approx(expected["high"].max())
    assert "level and 95% band" in key(ax)


def test_the_sentence_of_the_analysis_stands_under_the_chart(some_days):
    for data in (some_days(5), some_days(60, missing=0.2)):
        ax = plot_mood_trend(data)
        expected = sentence(trend(daily(data)["value"]))
        assert words(ax, "caption")[0].replace("\n", " ") == expected
        assert alt_text(ax).endswith(expected)


def test_n_and_dates_stand_over_the_chart():
    ax = plot_mood_trend(entries(["2025-03-01", "2025-03-04"], [3, 5]))
    assert ax.get_title(loc="left") == "Mood, 1 Mar to 4 Mar 2025"
    assert ax.get_title(loc="right") == "n = 2 of 4 days"
    ax = plot_mood_trend(entries(["2024-12-31", "2025-01-01"], [3, 5]))
    assert ax.get_title(loc="left") == "Mood, 31 Dec 2024 to 1 Jan 2025"


def test_stages_have_a_line_a_name_and_their_own_n():
    days = ["2025-03-01", "2025-03-02", "2025-03-10", "2025-03-20", "2025-03-21"]
    ax = plot_mood_trend(
        entries(days, [3, 4, 5, 6, 7]),
        stages=stage_table(let_go="2025-03-20", own_it="2025-03-02"),
    )
    at = [
        np.datetime_as_string(line.get_xdata()[0], unit="D")
        for line in named(ax, "stage")
    ]
    assert at == ["2025-03-02", "2025-03-20"]
    assert words(ax, "stage name") == ["own it", "let go"]
    assert words(ax, "stage n") == ["n 2", "n 2"]
    assert (
        "own it from 2 March 2025 (n 2); let go from 20 March 2025 (n 2)"
        in alt_text(ax)
    )
    assert table(ax)["stage"].isna().to_list()[:2] == [True, False]
    assert table(ax)["stage"].iloc[-1] == "let go"


def test_a_stage_begun_before_the_days_shown_keeps_its_name_without_a_line(some_days):
    ax = plot_mood_trend(some_days(30), stages=stage_table(own_it="2025-01-01"))
    assert words(ax, "stage name") == ["own it"]
    assert words(ax, "stage n") == ["n 30"]
    assert not named(ax, "stage")


def test_stage_names_never_run_into_each_other(some_days):
    stages = stage_table(
        own_it="2025-03-02",
        give_space="2025-03-03",
        inner_work="2025-03-05",
        reach_out="2025-04-28",
        let_go="2025-04-29",
    )
    ax = plot_mood_trend(some_days(60), stages=stages)
    assert cut_words(ax) == []
    for gid in ("stage name", "stage n"):
        boxes = [text.get_window_extent() for text in named(ax, gid)]
        assert len(boxes) == 5
        for k, box in enumerate(boxes):
            assert box.count_overlaps(boxes[k + 1 :]) == 0
            assert box.x1 < ax.bbox.x1 + 20


def test_a_stage_name_of_any_length_or_letters_is_drawn_whole_or_shortened(some_days):
    stages = pd.DataFrame(
        {"day": ["2025-03-02", "2025-03-20"], "stage": ["costs $5 or $", "long " * 40]}
    )
    ax = plot_mood_trend(some_days(30), stages=stages)
    assert cut_words(ax) == []
    first, second = words(ax, "stage name")
    assert first == "costs $5 or $"
    assert second.endswith("…")
    assert table(ax)["stage"].iloc[-1] == "long " * 40


def test_words_are_fitted_to_the_width_that_the_chart_will_have(some_days):
    ax = plot_mood_trend(some_days(60))
    planned = _style.width(ax)
    draw(ax)
    assert planned == pytest.approx(_style.width(ax), rel=0.02)


def test_stages_without_their_columns_are_refused(some_days):
    with pytest.raises(DataError, match="'stage'"):
        plot_mood_trend(some_days(3), stages=pd.DataFrame({"day": ["2025-03-01"]}))


def test_the_invented_person_begins_on_the_first_day_light_and_named(some_days):
    ax = plot_mood_trend(
        some_days(5, start="2026-11-20"), beside=daily(some_days(90, missing=0.2))
    )
    days, values = points(ax, "beside")
    assert (days[0], days[-1]) == ("2026-11-20", "2027-02-17")
    np.testing.assert_array_equal(values, daily(some_days(90, missing=0.2))["value"])
    assert words(ax, "beside name") == ["an invented person"]
    assert "an invented person" in key(ax)
    own, other = one(ax, "dots"), one(ax, "beside")
    assert other.get_alpha() < 0.5
    assert other.get_zorder() < own.get_zorder()
    assert other.get_marker() != own.get_marker()
    assert other.get_color() != own.get_markerfacecolor()
    assert "an invented person, n = " in alt_text(ax)
    assert len(table(ax)) == 5


def test_nothing_yet_has_a_place_for_the_first_dot_beside_the_invented_person(
    some_days, monkeypatch
):
    monkeypatch.setattr(
        "recovery_kit.charts.mood_trend.today", lambda: dt.date(2026, 11, 25)
    )
    ax = plot_mood_trend(EMPTY, beside=some_days(90))
    assert points(ax, "beside")[0][0] == "2026-11-25"
    assert points(ax, "first dot")[0] == ["2026-11-25"]
    said = [text.get_text() for text in ax.texts]
    assert "Your first dot goes here." in said
    assert "Your first dot goes here." in alt_text(ax)
    assert table(ax).empty
    assert ax.get_ylim() == (0, 10)


@pytest.mark.parametrize(
    "data", [EMPTY, pd.DataFrame(), daily(EMPTY), entries(["2025-03-01"], [None])]
)
def test_nothing_recorded_is_a_kind_line_and_no_error(data):
    ax = plot_mood_trend(data, beside=EMPTY, stages=stage_table())
    assert "Your first dot goes here." in [text.get_text() for text in ax.texts]
    assert not named(ax, "dots")
    assert not named(ax, "beside")


def test_raw_entries_and_their_days_draw_the_same(some_days):
    raw = some_days(30, missing=0.2)
    first, second = plot_mood_trend(raw), plot_mood_trend(daily(raw))
    pd.testing.assert_frame_equal(table(first), table(second))
    assert alt_text(first) == alt_text(second)


def test_the_table_holds_the_numbers_that_are_drawn(some_days):
    data = some_days(30, missing=0.2)
    numbers = table(plot_mood_trend(data))
    columns = ["value", "low", "high", "n", "level", "level_low", "level_high"]
    assert list(numbers.columns) == columns
    assert numbers.index.name == "day"
    pd.testing.assert_frame_equal(numbers[columns[:4]], daily(data))


def test_the_text_says_what_the_picture_shows():
    days = pd.date_range("2025-03-01", periods=8).delete([2, 3, 5])
    text = alt_text(plot_mood_trend(entries(days, [1, 9, 4, 4, 4])))
    assert "1 March to 8 March 2025" in text
    assert "n = 5 of 8 days" in text
    assert "from 1 to 9" in text
    assert "Spans with nothing recorded: 2, the longest 2 days, 3 March to 4" in text


def test_the_text_gives_the_level_from_the_first_day_to_the_last(some_days):
    data = some_days(30)
    found = level(daily(data)["value"])
    text = alt_text(plot_mood_trend(data))
    for row in (found.iloc[0], found.iloc[-1]):
        said = f"{row['level']:.1f} (95% band {row['low']:.1f} to {row['high']:.1f})"
        assert said in text


@pytest.mark.parametrize("days", [1, 2, 14, 99, 100, 101, 400, 1200, 3650])
def test_no_word_is_cut_and_ticks_stay_apart_from_one_day_to_ten_years(days, some_days):
    ax = plot_mood_trend(
        some_days(days, start="2016-01-20", missing=0.2),
        beside=some_days(273),
        stages=stage_table(own_it="2016-01-20", give_space="2016-01-25"),
    )
    assert cut_words(ax) == []
    low, high = ax.get_xlim()
    ticks = [
        label.get_window_extent()
        for place, label in zip(ax.get_xticks(), ax.get_xticklabels(), strict=True)
        if low <= place <= high
    ]
    assert 2 <= len(ticks) <= 15
    for k, box in enumerate(ticks):
        assert box.count_overlaps(ticks[k + 1 :]) == 0


def test_words_under_the_chart_do_not_overlap(some_days):
    ax = plot_mood_trend(
        some_days(120, missing=0.3), stages=stage_table(own_it="2025-03-01")
    )
    assert cut_words(ax) == []
    (caption,) = named(ax, "caption")
    boxes = [
        caption.get_window_extent(),
        ax.get_legend().get_window_extent(),
        *(text.get_window_extent() for text in named(ax, "stage n")),
        *(label.get_window_extent() for label in ax.get_xticklabels()),
    ]
    for k, box in enumerate(boxes[:3]):
        assert box.count_overlaps(boxes[k + 1 :]) == 0


def test_the_axes_that_were_given_are_drawn_on(some_days):
    figure = Figure(layout="constrained", figsize=(12, 5))
    left, _ = figure.subplots(1, 2)
    assert plot_mood_trend(some_days(30), ax=left) is left
    assert figure.get_size_inches().tolist() == [12, 5]
    assert cut_words(left) == []


def test_the_callers_tables_are_left_as_they_were(some_days):
    data, stages = some_days(30), stage_table(own_it="2025-03-05")
    days, before = daily(data), (data.copy(), daily(data), stages.copy())
    for given in (data, days):
        ax = plot_mood_trend(given, stages=stages, beside=days)
        numbers = table(ax)
        numbers["value"] = 0
        assert table(ax)["value"].max() > 0
    for given, kept in zip((data, days, stages), before, strict=True):
        pd.testing.assert_frame_equal(given, kept)


def test_a_table_that_is_neither_entries_nor_days_is_refused():
    with pytest.raises(DataError, match="'day'"):
        plot_mood_trend(pd.DataFrame({"score": [1]}))
