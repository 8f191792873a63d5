import re

import pytest

from recovery_kit.analysis import Trend, sentence
from tests.notebooks.test_words import grade


def result(slope=0.1, low=0.02, high=0.2, n=40, days=50, enough=True):
    return Trend(slope, low, high, 2.0, 0.04, n, days, enough=enough)


@pytest.mark.parametrize(
    "found",
    [
        result(),
        result(-0.1, -0.2, -0.02),
        result(0.1, -0.02, 0.2),
        result(0, 0, 0),
        result(0.1, 0, 0.2),
    ],
)
def test_every_claim_carries_n_days_interval_and_what_it_is(found):
    said = sentence(found)
    assert "40 of 50 days" in said
    assert "95% interval" in said
    for word in ("One person", "self-report", "went with time", "not what caused"):
        assert word in said


def test_a_direction_is_said_only_where_the_interval_leaves_out_zero():
    assert sentence(result(0.1, 0.02, 0.2)).startswith("A rise of 0.10 points a week")
    assert sentence(result(-0.1, -0.2, -0.02)).startswith("A fall of 0.10 points")
    for low, high in ((-0.02, 0.2), (0, 0.2), (-0.2, 0), (0, 0)):
        said = sentence(result((low + high) / 2, low, high))
        assert said.startswith("No clear trend")
        assert not re.search(r"rise|fall|better|worse|up|down", said)


def test_no_sentence_judges():
    for found in (result(), result(-0.1, -0.2, -0.02), result(enough=False, n=3)):
        assert not re.search(
            r"better|worse|good|bad|improv|progress|healed", sentence(found)
        )


@pytest.mark.parametrize(
    ("n", "days", "said"),
    [
        (0, 0, "Not enough yet: 0 of 21 days"),
        (12, 30, "Not enough yet: 12 of 21 days"),
        (21, 24, "Not enough yet: 24 of 28 days, first to last"),
        (40, 90, "Not enough yet: 40 of 90 days filled (44%)"),
    ],
)
def test_too_few_days_say_what_is_missing_and_nothing_else(n, days, said):
    found = sentence(result(n=n, days=days, enough=False))
    assert found.startswith(said)
    assert "interval" not in found
    assert "0.1" not in found


def test_a_small_slope_is_not_rounded_to_nothing():
    assert "A rise of 0.0061 points" in sentence(result(0.00608, 0.0052, 0.0067))


def test_an_interval_of_nothing_but_zero_says_why():
    assert sentence(result(0, 0, 0, n=221, days=274)) == (
        "No clear trend: 0 points a week. So many days are equal that both ends of the "
        "95% interval are 0 too. 221 of 274 days filled. One person, by self-report. "
        "This shows what went with time, not what caused it."
    )


def test_equal_days_are_the_reason_only_where_low_and_high_are_the_same():
    for low, high in ((0, 1e-12), (-1e-12, 0), (-0.001, 0.001), (0.02, 0.2)):
        said = sentence(result((low + high) / 2, low, high))
        assert "equal" not in said
        assert "narrow" not in said


def test_an_interval_without_width_off_zero_does_not_speak_of_equal_days():
    said = sentence(result(0.7, 0.7, 0.7))
    assert "narrow because so many days lie on one line" in said
    assert "equal" not in said


@pytest.mark.parametrize(
    ("slope", "low", "high", "found"),
    [
        (
            0.001,
            -0.05,
            0.06,
            "No clear trend: less than 0.01 points a week either way "
            "(95% interval -0.05 to 0.06)",
        ),
        (
            -1e-17,
            -0.004,
            0.003,
            "No clear trend: less than 0.01 points a week either way "
            "(95% interval less than 0.01 either way)",
        ),
        (
            0.02,
            -0.003,
            0.05,
            "No clear trend: 0.02 points a week "
            "(95% interval less than 0.01 below 0 to 0.05)",
        ),
        (
            0.003,
            0.001,
            0.0045,
            "A rise of less than 0.01 points a week "
            "(95% interval above 0, less than 0.01)",
        ),
        (
            -0.003,
            -0.0045,
            -0.001,
            "A fall of less than 0.01 points a week "
            "(95% interval below 0, less than 0.01)",
        ),
        (
            -0.02,
            -0.05,
            -0.001,
            "A fall of 0.02 points a week "
            "(95% interval -0.05 to less than 0.01 below 0)",
        ),
        (0, -0.02, 0, "No clear trend: 0 points a week (95% interval -0.02 to 0)"),
        (
            0,
            0,
            0.004,
            "No clear trend: 0 points a week (95% interval 0 to less than 0.01)",
        ),
    ],
)
def test_a_figure_that_would_round_to_zero_is_less_than_a_hundredth(
    slope, low, high, found
):
    assert sentence(result(slope, low, high)).startswith(found)


@pytest.mark.parametrize(
    "found",
    [
        result(),
        result(-0.1, -0.2, -0.02),
        result(0.1, -0.02, 0.2),
        result(0, 0, 0),
        result(0.001, -0.003, 0.004),
    ],
)
def test_every_sentence_reads_at_grade_eight_or_easier(found):
    assert grade(sentence(found)) <= 8
