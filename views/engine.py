"""The graph engine, opened in the background: the list of findings does not wait for it."""

from __future__ import annotations

import atexit
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager, ExitStack

from graph.model.errors import LinchpinError
from graph.store import Store

RETRY_SECONDS = 30.0
Opener = Callable[[], AbstractContextManager[Store]]


class Engine:
    """One store for the whole server, until it ends. After a failure it is tried anew, but not at once."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self._held = ExitStack()
        self._lock = threading.Lock()
        self._opening: Future[Store] | None = None
        self._begun = 0.0
        atexit.register(self._held.close)

    def begin(self) -> Future[Store]:
        """Start opening it, unless that was done already."""
        with self._lock:
            old = self._opening
            failed = old is not None and old.done() and old.exception() is not None
            if old is not None and not (failed and time.monotonic() - self._begun > RETRY_SECONDS):
                return old
            future: Future[Store] = Future()
            self._opening, self._begun = future, time.monotonic()
        threading.Thread(target=self._open, args=(future,), name="open-graph", daemon=True).start()
        return future

    def ready(self) -> bool:
        """True when `get` answers at once."""
        return self.begin().done()

    def get(self) -> Store:
        """The store. Waits until it is open. Raises LinchpinError when it cannot be used."""
        return self.begin().result()

    def _open(self, future: Future[Store]) -> None:
        try:
            future.set_result(self._held.enter_context(self._opener()))
        except LinchpinError as error:
            future.set_exception(error)
        except Exception as error:  # a thread's failure must reach the screen, not only the log
            future.set_exception(LinchpinError(f"the graph cannot be opened ({error})."))
