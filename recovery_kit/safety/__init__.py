"""Lines to call when a night is too hard to bear alone."""

from recovery_kit.safety.helplines import DIRECTORY, Country, Helplines, helplines

__all__ = ["DIRECTORY", "Country", "Helplines", "helplines"]
