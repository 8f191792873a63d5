import re

import pytest

from recovery_kit.analysis import Trend, sentence


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
    for word in ("One person", "self-report", "association", "not a cause"):
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


def test_an_interval_without_width_says_why():
    assert "so many days are equal" in sentence(result(0, 0, 0))
    assert "equal" not in sentence(result())
