"""Log events folded: of many sightings of one value by one account, the first and the last are kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.sources.base import Emit


@dataclass(slots=True)
class Sighting:
    """Where and when one value was seen. `order` compares times written with "T" or a blank."""

    when: str
    row: int | None
    path: str

    @property
    def order(self) -> str:
        return self.when.replace(" ", "T").rstrip("Z")


@dataclass(slots=True)
class _Span:
    first: Sighting
    last: Sighting


@dataclass
class Sightings:
    """Sightings by account, kind, raw value and context; memory grows with distinct values, not with events."""

    seen: int = 0
    emitted: int = 0
    _spans: dict[tuple[str, str, str, str], _Span] = field(default_factory=dict)

    def add(self, account: str, kind: str, raw: str, context: str, sighting: Sighting) -> None:
        """One sighting; blank values are nothing."""
        if not raw:
            return
        self.seen += 1
        span = self._spans.get((account, kind, raw, context))
        if span is None:
            self._spans[account, kind, raw, context] = _Span(sighting, sighting)
        elif sighting.when and (not span.first.when or sighting.order < span.first.order):
            span.first = sighting
        elif sighting.order > span.last.order:
            span.last = sighting

    @property
    def folded(self) -> int:
        """Sightings that no observation stands for; exact once `emit` has run."""
        return self.seen - self.emitted

    def emit(self, emit: Emit, records: dict[str, str]) -> None:
        """Observes each value at its first place, and at its last when that is another moment."""
        for (account, kind, raw, context), span in self._spans.items():
            ends = [span.first] if span.last.order == span.first.order else [span.first, span.last]
            for one in ends:
                emit.observe(
                    records[account], kind, raw, row=one.row, path=one.path, context=context, observed_at=one.when
                )
            self.emitted += len(ends)
