"""One thread for what takes long: drawing a chart, reading a file.

Widgets' messages all run on one thread of the kernel. Whatever takes longer than a
blink there holds up every keystroke, so it is done here, one thing after another.
"""

import functools
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

__all__ = ["submit"]


@functools.cache
def _executor() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="recovery-kit")


def submit(work: Callable[[], None]) -> "Future[None]":
    """Have something done in the worker thread, after what waits there already."""
    future = _executor().submit(work)
    # An error nobody expected must not end in silence: this puts it into the log.
    future.add_done_callback(lambda done: done.result())
    return future
