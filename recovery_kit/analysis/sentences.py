"""What a result may say in words: one place, so that no chart says more than another.

Every sentence carries how many days it rests on and its interval, and says that it is
about one person by self-report. "No clear trend" and "not enough yet" are good answers.
Words of direction stand only where the interval leaves out zero.
"""

from recovery_kit.analysis.trends import MIN_DAYS, MIN_SHARE, MIN_SPAN, Trend

__all__ = ["sentence"]

_LIMITS = "One person, by self-report: an association with time, not a cause."


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
    slope = result.slope_per_week
    if result.low > 0:
        found = f"A rise of {_number(slope)}"
    elif result.high < 0:
        found = f"A fall of {_number(-slope)}"
    else:
        found = f"No clear trend: {_number(slope)}"
    interval = f"95% interval {_number(result.low)} to {_number(result.high)}"
    if result.low == result.high:
        interval += ", narrow because so many days are equal"
    return (
        f"{found} points a week ({interval}), "
        f"{result.n} of {result.days} days filled. {_LIMITS}"
    )


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
    # A point in two years is 0.01 a week: what is small must not be rounded to nothing.
    if value == 0:
        return "0"
    return f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.2g}"
