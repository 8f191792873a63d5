"""Notebooks to own what you did, give space, and change.

Three lines to the first result::

    import recovery_kit as rk

    journal = rk.open_journal()
    journal.record(rk.records.CheckIn(day="2026-03-04", mood=6))

`open_journal` and the subpackages are loaded when they are first used, so that a
notebook that only shows a form starts quickly.
"""

from typing import TYPE_CHECKING

from recovery_kit._lazy import on_first_use

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

__getattr__, __dir__ = on_first_use(
    __name__,
    {name: "journal" if name == "open_journal" else "" for name in __all__},
)
