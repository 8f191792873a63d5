"""Notebooks to own what you did, give space, and change.

Three lines to the first result::

    import recovery_kit as rk

    journal = rk.open_journal()
    journal.record(rk.records.CheckIn(mood=6))

`open_journal` and the subpackages are loaded when they are first used, so that a
notebook that only shows a form starts quickly.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from recovery_kit import (
        analysis,
        charts,
        errors,
        forms,
        importers,
        journal,
        records,
        safety,
    )
    from recovery_kit.journal import open_journal

__version__ = "0.1.0"

__all__ = [
    "analysis",
    "charts",
    "errors",
    "forms",
    "importers",
    "journal",
    "open_journal",
    "records",
    "safety",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"recovery_kit has no {name!r}")
    if name == "open_journal":
        value = importlib.import_module("recovery_kit.journal").open_journal
    else:
        value = importlib.import_module(f"recovery_kit.{name}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
