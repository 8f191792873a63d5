"""Names of a package that are loaded when they are first used.

A notebook that shows a form and nothing else must not wait for pandas or matplotlib.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

__all__ = ["on_first_use"]


def on_first_use(
    package: str, homes: dict[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return a package's ``__getattr__`` and ``__dir__``.

    Parameters
    ----------
    package : str
        The package's ``__name__``.
    homes : dict of str to str
        Each public name, and the module in the package that holds it; "" where the
        name is a module itself.
    """

    def load(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        if homes[name]:
            value = getattr(import_module(f"{package}.{homes[name]}"), name)
        else:
            value = import_module(f"{package}.{name}")
        setattr(sys.modules[package], name, value)
        return value

    def names() -> list[str]:
        version = {"__version__"} & set(vars(sys.modules[package]))
        return sorted({*homes, *version})

    return load, names
