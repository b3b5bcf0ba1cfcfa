"""The other side of ingest.facts.pool: a process that answers orders until its pipe closes."""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from typing import IO, Any

from ingest.facts.cleaning import clean_values
from ingest.facts.pool import receive, send
from ingest.facts.reading import read_file

TASKS: dict[str, Callable[[Any], Any]] = {"read": read_file, "clean": clean_values}


def main() -> None:
    """Answers orders from standard input on standard output. What a library prints goes nowhere."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the ingest itself says what an interrupt means
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    orders: queue.SimpleQueue[Any] = queue.SimpleQueue()
    send(answers, "ready")
    threading.Thread(target=_listen, args=(sys.stdin.buffer, orders), daemon=True).start()
    while True:
        task, order = orders.get()
        try:
            answer = (True, TASKS[task](order))
        except Exception as error:
            answer = (False, error)
        send(answers, answer)


def _listen(pipe: IO[bytes], orders: queue.SimpleQueue[Any]) -> None:
    """Takes orders. When the ingest is gone this process ends at once, even in the middle of an order."""
    while True:
        try:
            orders.put(receive(pipe))
        except BaseException:
            os._exit(0)
