import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def some_days():
    """Return a function that makes entries for a number of days, some left out."""

    def make(days, start="2025-03-01", missing=0.0):
        rng = np.random.default_rng(42)
        frame = pd.DataFrame(
            {
                "day": pd.date_range(start, periods=days).strftime("%Y-%m-%d"),
                "mood": np.clip(np.round(rng.normal(4.5, 1.5, days)), 0, 10),
            }
        )
        keep = rng.random(days) >= missing
        keep[[0, -1]] = True
        return frame[keep]

    return make
