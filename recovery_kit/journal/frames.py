"""Standing entries as a table, for analysis and charts."""

from typing import Any, get_type_hints

import msgspec
import numpy as np
import pandas as pd

from recovery_kit import records

__all__ = ["frame"]


def frame(kind: type[records.Record], rows: list[Any]) -> pd.DataFrame:
    """Return rows of the journal's table as a DataFrame.

    Parameters
    ----------
    kind : type
        The kind that all rows are of.
    rows : list of tuple
        (sequence, id, kind, day, written_at, origin, payload).

    Returns
    -------
    pandas.DataFrame
        As `Journal.frame` says.
    """
    # One call to decode all is ten times faster than one a row.
    text = "[" + ",".join(row[6] for row in rows) + "]"
    found = msgspec.json.decode(text, type=list[kind])  # type: ignore[valid-type]
    days = np.array([row[3] for row in rows], dtype="datetime64[us]")
    moments = np.array([row[4][:26] for row in rows], dtype="datetime64[us]")
    columns: dict[str, Any] = {
        "id": pd.Series([row[1] for row in rows], dtype=object),
        "day": days,
        "at": pd.DatetimeIndex(moments, tz="UTC"),
    }
    hints = get_type_hints(kind)
    for field in kind.__struct_fields__:
        if field != "day":
            values = [getattr(record, field) for record in found]
            columns[field] = pd.Series(values, dtype=_dtype(hints[field]))
    return pd.DataFrame(columns)


def _dtype(hint: Any) -> Any:
    if hint is bool:
        return bool
    if hint is int:
        return "int64"
    numeric = set(getattr(hint, "__args__", (hint,))) <= {int, float, type(None)}
    return "float64" if numeric else object
