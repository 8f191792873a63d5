import doctest
import subprocess
import sys
from pathlib import Path

import pytest

from recovery_kit import analysis
from recovery_kit.analysis import days, sentences

ROOT = Path(__file__).parents[2]
LOADED = "print(sorted({'pandas', 'scipy', 'statsmodels'} & set(sys.modules)))"


def loaded_after(code):
    run = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\n{LOADED}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return run.stdout.strip()


def test_the_package_loads_nothing_until_a_name_is_used():
    assert loaded_after("import recovery_kit.analysis as a\ndir(a)") == "[]"


def test_days_and_trend_do_without_scipy():
    code = (
        "import recovery_kit.analysis as a\nimport pandas as pd\n"
        "a.sentence(a.trend(pd.Series([1.0, 2.0], ['2025-01-01', '2025-01-02'])))"
    )
    assert loaded_after(code) == "['pandas']"


def test_every_public_name_can_be_had_and_they_are_sorted():
    assert analysis.__all__ == sorted(analysis.__all__)
    for name in analysis.__all__:
        assert getattr(analysis, name).__name__ == name
    assert set(analysis.__all__) <= set(dir(analysis))


def test_an_unknown_name_is_refused():
    with pytest.raises(AttributeError, match="trends_of"):
        _ = analysis.trends_of


@pytest.mark.parametrize("module", [days, sentences])
def test_the_examples_run(module):
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted > 0
