"""What a result may say in words: one place, so that no chart says more than another.

Every sentence carries how many days it rests on and its interval, and says that it is
about one person by self-report. "No clear trend" and "not enough yet" are good answers.
Words of direction stand only where the interval leaves out zero.
"""

from recovery_kit.analysis.trends import MIN_DAYS, MIN_SHARE, MIN_SPAN, Trend

__all__ = ["sentence"]

_LIMITS = (
    "One person, by self-report. This shows what went with time, not what caused it."
)

_LEAST = 0.005
"""What is nearer to 0 would read as 0.00."""

_TINY = "less than 0.01"


def sentence(result: Trend) -> str:
    """Return a result in one or two plain sentences.

    Parameters
    ----------
    result : Trend
        What `trend` returned.

    Returns
    -------
    str
        Plain text, no line break.

    Examples
    --------
    >>> nan = float("nan")
    >>> sentence(Trend(nan, nan, nan, nan, nan, n=12, days=12, enough=False))
    'Not enough yet: 12 of 21 days before a trend can be told.'
    """
    if not result.enough:
        return _not_enough(result)
    filled = f"{result.n} of {result.days} days filled"
    if result.low == result.high == 0:
        return (
            "No clear trend: 0 points a week. So many days are equal that both ends of "
            f"the 95% interval are 0 too. {filled}. {_LIMITS}"
        )
    size = _number(abs(result.slope_per_week))
    if result.low > 0:
        found = f"A rise of {size} points a week"
    elif result.high < 0:
        found = f"A fall of {size} points a week"
    elif 0 < abs(result.slope_per_week) < _LEAST:
        found = f"No clear trend: {size} points a week either way"
    else:
        found = f"No clear trend: {_number(result.slope_per_week)} points a week"
    return f"{found} ({_interval(result.low, result.high)}), {filled}. {_LIMITS}"


def _interval(low: float, high: float) -> str:
    said = f"{_number(low)} to {_number(high)}"
    if low != 0 != high and max(abs(low), abs(high)) < _LEAST:
        said = f"{_TINY} either way"
        if low > 0 or high < 0:
            side = "above" if low > 0 else "below"
            said = f"{side} 0, {_TINY}"
    if low == high:
        said += ", narrow because so many days lie on one line"
    return f"95% interval {said}"


def _not_enough(result: Trend) -> str:
    said = f"Not enough yet: {result.n} of {MIN_DAYS} days before a trend can be told."
    if result.n >= MIN_DAYS:
        said = (
            f"Not enough yet: {result.n} of {result.days} days filled "
            f"({result.n / result.days:.0%}), and a trend needs {MIN_SHARE:.0%}."
        )
    if result.n >= MIN_DAYS and result.days < MIN_SPAN:
        said = (
            f"Not enough yet: {result.days} of {MIN_SPAN} days, first to last, before "
            "a trend can be told."
        )
    return said


def _number(value: float) -> str:
    if value == 0:
        return "0"
    if abs(value) < _LEAST:
        return f"{_TINY} below 0" if value < 0 else _TINY
    # A point in two years is 0.01 a week: what is small must not be rounded to nothing.
    return f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.2g}"
