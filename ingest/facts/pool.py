"""Processes that help an ingest: whole files, texts and values are handed to them and come back in the order given.

A helper is a new Python that runs ingest.facts.worker and nothing of the caller's program, so a script needs no guard round
its own start. It ends when its pipe closes, whatever it is at: nothing outlives the ingest, however that ends. What a
helper does not survive (a file that crashes or hangs its reader) is a LostError of that one order; another helper goes on.
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import pyarrow as pa

LIMIT = 120.0
"""Seconds for one order. A file takes some hundredths; the limit only ends what would never end."""

MOST_HELPERS = 8
_ROOT = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from ingest.facts.worker import main; main()"
_SIZE = 8


class LostError(Exception):
    """A helper ended, or was ended after its time, before it had an answer; `str` says which. started: False when there
    was no helper at all, so that the order itself is not to blame."""

    def __init__(self, why: str, started: bool = True, late: bool = False) -> None:
        super().__init__(why)
        self.started = started
        self.late = late


class Pool:
    """A context manager. Helpers start with the first order; leaving it ends them."""

    def __init__(self, size: int | None = None, limit: float = LIMIT) -> None:
        self.size = size or min(MOST_HELPERS, _cores())
        self._limit = limit
        self._threads: ThreadPoolExecutor | None = None
        self._own = threading.local()
        self._helpers: set[_Helper] = set()
        self._closed = False
        self._guard = threading.Lock()

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._guard:
            self._closed = True
            helpers = list(self._helpers)
        for helper in helpers:
            helper.end()
        if self._threads is not None:
            self._threads.shutdown(wait=True, cancel_futures=True)

    def map(self, task: str, orders: Iterable[Any]) -> Iterator[Any]:
        """The answers of `task` (a name in ingest.facts.worker) to each order, in order; a LostError stands for a lost one.

        At most four orders for each helper wait, so that a long list of big orders needs little memory. Raises what the
        task raised.
        """
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self.size, thread_name_prefix="ingest")
        waiting: list[Future[Any]] = []
        for order in orders:
            waiting.append(self._threads.submit(self._ask, task, order))
            if len(waiting) >= 4 * self.size:
                yield waiting.pop(0).result()
        while waiting:
            yield waiting.pop(0).result()

    def _ask(self, task: str, order: Any) -> Any:
        """The answer, or a LostError. A crash is tried again, also one of a helper that was still starting: it may have come
        from outside, and then the file is good."""
        lost = LostError("")
        for _ in range(2):
            try:
                helper = self._helper()
                good, answer = helper.ask((task, order), self._limit)
            except LostError as error:
                lost = error
                self._drop()
                if lost.late or self._closed:
                    break
                continue
            if not good:
                raise answer
            return answer
        return lost

    def _helper(self) -> _Helper:
        """The helper of this thread. Raises LostError when none can be started."""
        helper: _Helper | None = getattr(self._own, "helper", None)
        if helper is None:
            with self._guard:
                if self._closed:
                    raise LostError("the ingest was ended", started=False)
                try:
                    helper = self._own.helper = _Helper()
                except OSError as error:
                    raise LostError(f"no helper starts ({error.strerror})", started=False) from None
                self._helpers.add(helper)
            try:
                helper.wait(self._limit)
            except LostError as error:
                raise LostError(str(error), started=False) from None
        return helper

    def _drop(self) -> None:
        helper: _Helper | None = getattr(self._own, "helper", None)
        if helper is not None:
            self._own.helper = None
            self._helpers.discard(helper)
            helper.end()


class _Helper:
    """One process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", _START, str(_ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._orders: IO[bytes] = self._process.stdin
        self._answers: IO[bytes] = self._process.stdout

    def wait(self, limit: float) -> None:
        """Until it is ready. Raises LostError."""
        with self._watched(limit):
            receive(self._answers)

    def ask(self, question: Any, limit: float) -> tuple[bool, Any]:
        """(True, answer) or (False, exception). Raises LostError when the process ends or takes more seconds than `limit`."""
        with self._watched(limit):
            send(self._orders, question)
            answer: tuple[bool, Any] = receive(self._answers)
        return answer

    @contextlib.contextmanager
    def _watched(self, limit: float) -> Iterator[None]:
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        watch = threading.Timer(limit, stop)
        watch.daemon = True
        watch.start()
        try:
            yield
        except (OSError, EOFError, ValueError) as error:  # ValueError: the pipe was closed under it
            why = f"it took more than {limit:g} seconds" if late.is_set() else "its reader crashed"
            raise LostError(why, late=late.is_set()) from error
        finally:
            watch.cancel()

    def end(self) -> None:
        """Now, whatever it is doing. The system frees its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._orders, self._answers):
            with contextlib.suppress(OSError):
                pipe.close()


class _Pickler(pickle.Pickler):
    """Tables as Arrow streams: pickle alone would send the whole table for a slice of it."""

    def reducer_override(self, thing: Any) -> Any:
        if not isinstance(thing, pa.Table):
            return NotImplemented
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, thing.schema) as writer:
            writer.write_table(thing)
        return _table, (sink.getvalue(),)


def _table(data: pa.Buffer) -> pa.Table:
    return pa.ipc.open_stream(data).read_all()


def send(pipe: IO[bytes], message: Any) -> None:
    """A message with its length before it. Raises OSError when nobody listens."""
    sink = io.BytesIO()
    _Pickler(sink, protocol=5).dump(message)
    pipe.write(sink.tell().to_bytes(_SIZE, "big"))
    pipe.write(sink.getbuffer())
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """The next message. Raises EOFError when the other side has ended."""
    size = int.from_bytes(_exactly(pipe, _SIZE), "big")
    return pickle.loads(_exactly(pipe, size))


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
