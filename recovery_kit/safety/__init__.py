"""Lines to call when a night is too hard to bear alone."""

from recovery_kit.safety.helplines import DIRECTORY, Helplines, helplines

__all__ = ["DIRECTORY", "Helplines", "helplines"]
