"""The mood chart in words and as a table, for whoever does not see it."""

import pandas as pd

from recovery_kit.analysis.days import gaps
from recovery_kit.charts import _dates
from recovery_kit.charts._stages import DAY, Span

__all__ = [
    "FIRST_DOT",
    "INVENTED",
    "beside_words",
    "name_and_n",
    "numbers",
    "own_words",
    "stage_words",
]

INVENTED = "an invented person"
FIRST_DOT = "Your first dot goes here."


def name_and_n(own: pd.DataFrame) -> tuple[str, str]:
    """Return what stands over the chart: at the left its name, at the right its n."""
    if not len(own):
        return "Mood", "n = 0 days"
    when = _dates.say_both(own.index[0], own.index[-1], short=True)
    return f"Mood, {when}", f"n = {own['value'].count()} of {len(own)} days"


def numbers(
    own: pd.DataFrame,
    levels: pd.DataFrame,
    spans: list[Span],
    stages: pd.DataFrame | None,
) -> pd.DataFrame:
    """Return the chart's table."""
    result = own.join(levels.add_prefix("level_"))
    result = result.rename(columns={"level_level": "level"})
    if stages is not None:
        names = pd.Series({span.start: span.stage for span in spans}, dtype=object)
        result["stage"] = None
        if spans:
            result["stage"] = names.reindex(result.index, method="ffill")
    return result


def own_words(
    own: pd.DataFrame,
    levels: pd.DataFrame,
    scale: tuple[float, float],
) -> list[str]:
    """Return what the dots, the level and the gaps show."""
    name = "Mood by day"
    ends = f"on a scale from {scale[0]:g} to {scale[1]:g}"
    if not len(own):
        return [f"{name}, {ends}.", "Nothing is recorded yet.", FIRST_DOT]
    words = [
        f"{name}, {_dates.say_both(own.index[0], own.index[-1])}, {ends}.",
        f"n = {own['value'].count()} of {len(own)} days.",
        f"Single days run from {own['low'].min():g} to {own['high'].max():g}.",
    ]
    unfilled = gaps(own["value"])
    if unfilled:
        first, last = max(unfilled, key=lambda gap: gap[1] - gap[0])
        days = (last - first) // DAY + 1
        words.append(
            f"Spans with nothing recorded: {len(unfilled)}, the longest {days} "
            f"day{'s' * (days > 1)}, {_dates.say_both(first, last)}."
        )
    if levels["level"].isna().all():
        return [*words, "No level line yet: it starts at 7 days."]
    begin, end = (
        f"{row.level:.1f} (95% band {row.low:.1f} to {row.high:.1f})"
        for row in levels.iloc[[0, -1]].itertuples()
    )
    return [*words, f"The level is {begin} on the first day and {end} on the last."]


def stage_words(spans: list[Span]) -> list[str]:
    """Return when the stages began."""
    each = [f"{s.stage} from {_dates.say(s.start)} (n {s.n})" for s in spans]
    return [f"Stages: {'; '.join(each)}."] if each else []


def beside_words(other: pd.Series | None) -> list[str]:
    """Return what is drawn of the invented person."""
    if other is None:
        return []
    return [
        f"Drawn light behind: {INVENTED}, n = {other.count()} of {len(other)} days, "
        f"daily means from {other.min():g} to {other.max():g}."
    ]
