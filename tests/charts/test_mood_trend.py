import datetime as dt

import matplotlib.dates as mdates
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


WEEK = (dt.date(2025, 3, 10), dt.date(2025, 3, 16))


def in_week(*offsets, mood=4):
    days = pd.DatetimeIndex([pd.Timestamp(WEEK[0] + dt.timedelta(k)) for k in offsets])
    return entries(days, [mood] * len(days))


def test_a_span_shows_these_days_and_no_others(some_days):
    ax = plot_mood_trend(some_days(60, start="2025-02-01"), span=WEEK)
    days, values = points(ax, "dots")
    assert days == [f"2025-03-{k}" for k in range(10, 17)]
    assert not np.isnan(values).any()
    low, high = mdates.num2date(ax.get_xlim())
    assert f"{low:%m-%d %H} {high:%m-%d %H}" == "03-09 12 03-16 12"
    assert ax.get_title(loc="left") == "Mood, 10 Mar to 16 Mar 2025"
    assert ax.get_title(loc="right") == "n = 7 of 7 days"
    assert len(table(ax)) == 7
    assert named(ax, "level")
    assert "February" not in alt_text(ax)


def test_a_span_may_be_long(some_days):
    span = dt.date(2025, 3, 1), dt.date(2025, 6, 8)
    ax = plot_mood_trend(some_days(300, start="2025-01-01"), span=span)
    low, high = mdates.num2date(ax.get_xlim())
    assert f"{low:%m-%d %H} {high:%m-%d %H}" == "02-28 12 06-08 12"
    expected = sentence(trend(table(ax)["value"]))
    assert "100 of 100 days filled" in expected
    assert alt_text(ax).endswith(expected)


def test_empty_days_at_the_edges_of_a_span_are_hatched_too():
    ax = plot_mood_trend(in_week(-3, 2, 4, 9), span=WEEK)
    assert spans(ax, "gaps") == [
        ("2025-03-10", "2025-03-11"),
        ("2025-03-13", "2025-03-13"),
        ("2025-03-15", "2025-03-16"),
    ]
    assert ax.get_title(loc="right") == "n = 2 of 7 days"
    assert "Spans with nothing recorded: 3, the longest 2 days" in alt_text(ax)


def test_a_span_draws_the_same_from_all_days_and_from_days_already_cut(some_days):
    every = daily(some_days(60, start="2025-02-01", missing=0.4))
    cut = every.loc[str(WEEK[0]) : str(WEEK[1])]
    padded = cut.drop(cut.index[[0, -1]]).reindex(pd.date_range(*WEEK, name="day"))
    padded["n"] = padded["n"].fillna(0)
    drawn = [plot_mood_trend(each, span=WEEK) for each in (every, cut)]
    pd.testing.assert_frame_equal(*map(table, drawn))
    assert alt_text(drawn[0]) == alt_text(drawn[1])
    assert len(table(plot_mood_trend(padded, span=WEEK))) == 7


def test_a_span_under_four_weeks_says_nothing_of_a_trend(some_days):
    data = some_days(60, start="2025-02-01")
    ax = plot_mood_trend(data, span=WEEK)
    assert not named(ax, "caption")
    assert "trend" not in alt_text(ax)
    assert "Not enough" not in alt_text(ax)
    four_weeks = WEEK[0], WEEK[0] + dt.timedelta(27)
    assert named(plot_mood_trend(data, span=four_weeks), "caption")
    short = WEEK[0], WEEK[0] + dt.timedelta(26)
    assert not named(plot_mood_trend(data, span=short), "caption")


def test_a_level_needs_seven_days_inside_the_span(some_days):
    data = some_days(60, start="2025-02-01")
    six = data[data["day"] != "2025-03-12"]
    ax = plot_mood_trend(six, span=WEEK)
    assert not named(ax, "level")
    assert not named(ax, "band")
    assert table(ax)["level"].isna().all()
    inside = data[data["day"].between("2025-03-10", "2025-03-16")]
    ax = plot_mood_trend(data, span=WEEK)
    expected = level(daily(inside)["value"])["level"]
    np.testing.assert_array_equal(points(ax, "level")[1], expected)


def test_a_level_is_not_carried_to_the_empty_edges_of_a_span():
    moods = [3, 5, 4, 6, 4, 5, 3, 4]
    data = entries(pd.date_range("2025-03-12", periods=8), moods)
    ax = plot_mood_trend(data, span=(dt.date(2025, 3, 10), dt.date(2025, 3, 21)))
    drawn = table(ax)["level"].dropna()
    assert str(drawn.index[0].date()) == "2025-03-12"
    assert str(drawn.index[-1].date()) == "2025-03-19"
    assert "nan" not in alt_text(ax)


def test_only_stages_that_touch_the_span_are_drawn(some_days):
    stages = stage_table(
        first_days="2025-02-01",
        own_it="2025-02-20",
        give_space="2025-03-12",
        let_go="2025-03-17",
    )
    ax = plot_mood_trend(some_days(60, start="2025-02-01"), stages=stages, span=WEEK)
    assert words(ax, "stage name") == ["own it", "give space"]
    assert words(ax, "stage n") == ["n 2", "n 5"]
    (line,) = named(ax, "stage")
    assert np.datetime_as_string(line.get_xdata()[0], unit="D") == "2025-03-12"
    assert "first days" not in alt_text(ax)
    assert "let go" not in alt_text(ax)
    assert table(ax)["stage"].to_list() == ["own it"] * 2 + ["give space"] * 5


def test_stage_names_in_a_week_never_run_into_each_other(some_days):
    stages = pd.DataFrame(
        {
            "day": pd.date_range("2025-03-10", periods=7),
            "stage": [f"a name of some size {k}" for k in range(7)],
        }
    )
    ax = plot_mood_trend(some_days(60, start="2025-02-01"), stages=stages, span=WEEK)
    assert cut_words(ax) == []
    boxes = [text.get_window_extent() for text in named(ax, "stage name")]
    for k, box in enumerate(boxes):
        assert box.count_overlaps(boxes[k + 1 :]) == 0


def test_older_days_and_an_empty_span_have_a_kind_line(some_days):
    old = some_days(220, start="2024-01-01")
    padded = daily(old).reindex(pd.date_range(*WEEK, name="day"))
    for data in (old, padded):
        ax = plot_mood_trend(data, span=WEEK)
        said = [text.get_text() for text in ax.texts]
        assert "Nothing written in these days." in said
        assert "Nothing written in these days." in alt_text(ax)
        assert "first dot" not in alt_text(ax)
        assert "nan" not in alt_text(ax)
        assert not named(ax, "first dot")
        assert spans(ax, "gaps") == [("2025-03-10", "2025-03-16")]
        assert ax.get_title(loc="right") == "n = 0 of 7 days"
        assert cut_words(ax) == []


@pytest.mark.parametrize("now", [dt.date(2025, 3, 10), WEEK[1], dt.date(2026, 1, 1)])
def test_nothing_yet_in_a_span_has_a_place_for_the_first_dot(now, monkeypatch):
    monkeypatch.setattr("recovery_kit.charts.mood_trend.today", lambda: now)
    ax = plot_mood_trend(EMPTY, span=WEEK)
    assert points(ax, "first dot")[0] == [str(min(now, WEEK[1]))]
    assert "Your first dot goes here." in [text.get_text() for text in ax.texts]
    assert "Your first dot goes here." in alt_text(ax)
    assert cut_words(ax) == []


def test_the_invented_person_stays_inside_the_span(some_days):
    ax = plot_mood_trend(in_week(1), beside=some_days(90), span=WEEK)
    assert points(ax, "beside")[0] == [f"2025-03-{k}" for k in range(10, 17)]
    assert "an invented person, n = 7 of 7 days" in alt_text(ax)


def test_a_span_may_be_a_single_day(some_days):
    day = WEEK[0], WEEK[0]
    ax = plot_mood_trend(some_days(60, start="2025-02-01"), span=day)
    assert points(ax, "dots")[0] == ["2025-03-10"]
    assert alt_text(ax).startswith("Mood by day, 10 March 2025, n = 1 of 1 days. ")
    assert cut_words(ax) == []


def test_a_span_that_ends_before_it_begins_is_refused(some_days):
    with pytest.raises(DataError, match="before it begins"):
        plot_mood_trend(some_days(3), span=WEEK[::-1])


@pytest.mark.parametrize(("empty", "broken"), [(14, False), (15, True), (365, True)])
def test_a_long_emptiness_breaks_level_and_band(empty, broken, some_days):
    data = some_days(60, start="2024-01-01")
    later = some_days(60, start=str(dt.date(2024, 3, 1) + dt.timedelta(empty)))
    data = pd.concat([data, later])
    ax = plot_mood_trend(data)
    drawn = pd.Series(points(ax, "level")[1], index=table(ax).index)
    assert drawn.isna().sum() == (empty if broken else 0)
    inside = table(ax)["value"].isna()
    assert drawn[inside].isna().all() == broken
    assert len(one(ax, "band").get_paths()) == (2 if broken else 1)
    assert table(ax)["level_low"].isna().sum() == (empty if broken else 0)
    # what is drawn is still the level of all days together
    expected = level(daily(data)["value"])
    np.testing.assert_array_equal(drawn[~inside], expected["level"][~inside])
    last = expected.iloc[-1]
    assert f"{last.level:.1f} (95% band {last.low:.1f} to" in alt_text(ax)


@pytest.mark.parametrize(("days", "crowded"), [(400, False), (401, True)])
def test_past_400_days_no_line_joins_the_days_and_dots_are_light(
    days, crowded, some_days
):
    ax = plot_mood_trend(some_days(days))
    assert bool(named(ax, "line")) is not crowded
    dots = one(ax, "dots")
    assert (dots.get_alpha() is not None and dots.get_alpha() < 0.6) is crowded
    assert len(points(ax, "dots")[0]) == days


def test_a_light_mark_can_still_be_seen_in_the_key(some_days):
    data = some_days(401)
    more = data.assign(mood=np.clip(data["mood"] + 2, 0, 10))
    ax = plot_mood_trend(pd.concat([data, more]))
    handles = ax.get_legend().legend_handles
    assert key(ax)[:2] == ["a day", "its range"]
    assert one(ax, "ranges").get_alpha() < 0.3
    assert [handle.get_alpha() for handle in handles[:2]] == [0.6, 0.6]
    assert np.min(handles[1].get_linewidth()) > 1


def test_the_text_begins_with_a_short_sentence_that_stands_alone(some_days):
    old = some_days(220, start="2024-01-01")
    for ax, first in (
        (
            plot_mood_trend(some_days(30)),
            "Mood by day, 1 March to 30 March 2025, n = 30 of 30 days",
        ),
        (
            plot_mood_trend(old, span=WEEK),
            "Mood by day, 10 March to 16 March 2025, n = 0 of 7 days",
        ),
        (plot_mood_trend(EMPTY), "Mood by day, nothing recorded yet, n = 0 days"),
    ):
        assert alt_text(ax).split(". ")[0] == first


def test_levels_in_the_table_have_one_decimal(some_days):
    data = some_days(40, missing=0.3)
    numbers = table(plot_mood_trend(data))
    expected = level(daily(data)["value"]).round(1)
    for column, name in (("level", "level"), ("low", "level_low")):
        assert numbers[name].to_list() == expected[column].to_list()
    assert all(len(str(cell)) <= 4 for cell in numbers["level_high"])
    assert numbers.index.name == "day"
