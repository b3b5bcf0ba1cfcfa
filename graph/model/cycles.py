"""Python looks through all objects for cycles again and again; while millions are made that are no garbage, it finds none."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def without_search_for_cycles() -> Iterator[None]:
    """No search inside; afterwards as before. For stretches that make many objects and keep them.

    What they made then counts among what lives long, so that not even the first search afterwards looks through it all. Where
    somebody else has set objects apart (gc.freeze), that is left out, for they stay apart.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()  # into the oldest generation
            gc.enable()
