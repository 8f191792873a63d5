"""The mood chart in words and as a table, for whoever does not see it."""

import pandas as pd

from recovery_kit.charts import _dates
from recovery_kit.charts._stages import DAY, Span

__all__ = [
    "FIRST_DOT",
    "INVENTED",
    "NOTHING_HERE",
    "beside_words",
    "level_words",
    "name_and_n",
    "numbers",
    "own_words",
    "stage_words",
]

INVENTED = "an invented person"
FIRST_DOT = "Your first dot goes here."
NOTHING_HERE = "Nothing written in these days."


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
    # One decimal; adding 0 turns -0.0 into 0.0.
    result = own.join(levels.round(1).add(0).add_prefix("level_"))
    result = result.rename(columns={"level_level": "level"})
    if stages is not None:
        names = pd.Series({span.start: span.stage for span in spans}, dtype=object)
        result["stage"] = None
        if spans:
            result["stage"] = names.reindex(result.index, method="ffill")
    return result


def own_words(
    own: pd.DataFrame,
    empty: list[tuple[pd.Timestamp, pd.Timestamp]],
    scale: tuple[float, float],
    kind_line: str,
) -> list[str]:
    """Return what the dots and the gaps show; the first sentence stands alone."""
    ends = f"The scale goes from {scale[0]:g} to {scale[1]:g}."
    if not len(own):
        return ["Mood by day, nothing recorded yet, n = 0 days.", kind_line, ends]
    when = _dates.say_both(own.index[0], own.index[-1])
    words = [f"Mood by day, {when}, n = {own['value'].count()} of {len(own)} days."]
    if kind_line:
        return [*words, kind_line, ends]
    words += [
        ends,
        f"Single days run from {own['low'].min():g} to {own['high'].max():g}.",
    ]
    if empty:
        first, last = max(empty, key=lambda gap: gap[1] - gap[0])
        days = (last - first) // DAY + 1
        words.append(
            f"Spans with nothing recorded: {len(empty)}, the longest {days} "
            f"day{'s' * (days > 1)}, {_dates.say_both(first, last)}."
        )
    return words


def level_words(levels: pd.DataFrame, carried: int, *, spanned: bool) -> list[str]:
    """Return where the level begins and ends; it is not drawn over long gaps."""
    drawn = levels.dropna()
    if not len(drawn):
        if spanned:
            return ["No level line: it needs 7 days with a dot."]
        return ["No level line yet: it starts at 7 days."]
    begin, end = (
        f"{row.level:.1f} (95% band {row.low:.1f} to {row.high:.1f})"
        for row in drawn.iloc[[0, -1]].itertuples()
    )
    words = [f"The level is {begin} on the first day with a dot and {end} on the last."]
    if levels.loc[drawn.index[0] : drawn.index[-1], "level"].isna().any():
        words.append(
            f"Where more than {carried} days in a row are empty, no level is drawn."
        )
    return words


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
