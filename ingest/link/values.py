"""Observations to shared values: which applicant holds which value, how often, since when, and where it stands.

A value that falls into a coarser one (a unit into its building, an IP address into its network) is held twice: as
itself, and through it as the coarser value; the second holding says so in `via`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.kinds import KINDS
from graph.model.links import HOLDINGS, VALUES
from ingest.link.columns import Longs, codes, filled, firsts, listed, ranks, whole

SEPARATOR = "\x1f"  # between kind and key; sorts before every letter

TEXTUAL = ("kind", "key", "display", "observed_at", "context", "holder", "raw", "path")
COLUMNS = ["record", *TEXTUAL, "rule", "source", "row"]


@dataclass(frozen=True)
class Observed:
    """One row for each observation that is a value and the applicant it is about."""

    applicant: Longs
    value: pa.Array  # "<kind>\\x1f<key>"
    display: pa.Array
    via: pa.Array  # the sentence of a tolerated difference, "" when exact
    observed_at: pa.Array
    context: pa.Array
    holder: pa.Array
    raw: pa.Array
    rule: pa.Array
    source: pa.Array
    row: pa.Array
    path: pa.Array

    def take(self, rows: Longs) -> Observed:
        """Some of the rows, in that order."""
        index = pa.array(rows)
        columns = {name: column.take(index) for name, column in vars(self).items() if name != "applicant"}
        return Observed(applicant=self.applicant[rows], **columns)


def observed(observations: pa.Table, record_names: pa.Array, record: Longs, applicant: Longs) -> Observed:
    """The observations that are values, once for each applicant that their record is about.

    record, applicant: pairs sorted by record (a row of `record_names`). What is of no known record is left out.
    """
    table = observations.select(COLUMNS).filter(pc.not_equal(observations["kind"], "")).combine_chunks()
    place = np.asarray(pc.fill_null(pc.index_in(whole(table["record"]), value_set=record_names), -1)).astype(np.int64)
    starts, stops = (np.searchsorted(record, place, side) for side in ("left", "right"))
    sizes = np.where(place < 0, 0, stops - starts)
    each = np.repeat(np.arange(len(place)), sizes)
    within = np.arange(len(each)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    if not np.array_equal(each, np.arange(len(place))):
        table = table.take(pa.array(each)).combine_chunks()
    text = {name: whole(table[name]) for name in TEXTUAL}
    return Observed(
        applicant=applicant[starts[each] + within],
        value=pc.binary_join_element_wise(text["kind"], text["key"], SEPARATOR),
        display=text["display"],
        via=pa.repeat("", len(table)),
        observed_at=text["observed_at"],
        context=text["context"],
        holder=text["holder"],
        raw=text["raw"],
        rule=whole(table["rule"]),
        source=whole(table["source"]),
        row=whole(table["row"]),
        path=text["path"],
    )


def with_coarser(found: Observed) -> tuple[Observed, dict[str, str]]:
    """The observations and, behind them, what they say of coarser values; and which value falls into which."""
    into: dict[str, str] = {}
    kinds = [name for name, kind in KINDS.items() if kind.coarsen is not None]
    is_fine = np.zeros(len(found.applicant), np.bool_)
    for name in kinds:
        is_fine |= np.asarray(pc.starts_with(found.value, name + SEPARATOR))
    rows = np.flatnonzero(is_fine)
    code, words = codes(found.value.take(pa.array(rows)))
    coarse: list[str | None] = []
    shown: list[str] = []
    for word in words.to_pylist():
        kind, key = word.split(SEPARATOR, 1)
        coarsen = KINDS[kind].coarsen
        value = None if coarsen is None else coarsen(key)
        coarse.append(None if value is None else f"{value.kind}{SEPARATOR}{value.key}")
        shown.append("" if value is None else value.display)
        if value is not None:
            into[word] = f"{value.kind}{SEPARATOR}{value.key}"
    if not into:
        return found, into
    names = pa.array(coarse, pa.string())
    some = np.asarray(pc.is_valid(names))[code]
    rows, code = rows[some], code[some]
    fine = found.take(rows)
    index = pa.array(code)
    sentence = pc.binary_join_element_wise("part of it: ‘", fine.display, "’", "")
    fine = Observed(
        **{
            **vars(fine),
            "value": names.take(index),
            "display": pa.array(shown, pa.string()).take(index),
            "via": pc.if_else(pc.equal(fine.via, ""), sentence, pc.binary_join_element_wise(sentence, fine.via, "; ")),
        }
    )
    return together(found, fine), into


def together(one: Observed, other: Observed) -> Observed:
    """The rows of both."""
    if not len(other.applicant):
        return one
    columns = {
        name: pa.concat_arrays([getattr(one, name), getattr(other, name)]) for name in vars(one) if name != "applicant"
    }
    return Observed(applicant=np.concatenate([one.applicant, other.applicant]), **columns)


def tables(found: Observed, into: dict[str, str], applicants: int) -> tuple[pa.Table, pa.Table]:
    """The tables VALUES and HOLDINGS of all observations. into: value -> the coarser value it falls into."""
    value, words = ranks(found.value)
    order = _order(found, value)
    value, applicant = value[order], found.applicant[order]
    begins = firsts(value * max(1, applicants) + applicant)
    holding = np.cumsum(begins) - 1
    count = int(begins.sum())
    shown = pa.array(order[begins])
    when, times = ranks(found.observed_at)
    when = when[order]
    dated = filled(times)[when] if len(times) else np.zeros(0, np.bool_)
    earliest, latest = np.full(count, len(times)), np.full(count, -1)
    np.minimum.at(earliest, holding[dated], when[dated])
    np.maximum.at(latest, holding[dated], when[dated])
    context, contexts = ranks(found.context)
    holder, holders = ranks(found.holder)
    holdings = pa.table(
        [
            pa.array(applicant[begins]),
            pa.array(value[begins]),
            pa.array(np.bincount(holding, minlength=count)),
            _texts(times, np.where(latest < 0, -1, earliest)),
            _texts(times, latest),
            listed(holding, context[order], contexts, count, ","),
            listed(holding, holder[order], holders, count, "; "),
            *(getattr(found, name).take(shown) for name in ("via", "raw", "rule", "source", "row", "path")),
        ],
        names=HOLDINGS.names,
    ).cast(HOLDINGS)
    return _values(words, found, order, value, value[begins], into), holdings


def _order(found: Observed, value: Longs) -> Longs:
    """By value and applicant; within, exact before tolerated, then by place: the first is the one that is shown."""
    path, _ = ranks(found.path)
    row = np.asarray(pc.fill_null(found.row, -1))
    source = np.asarray(pc.fill_null(found.source, -1))
    via, _ = ranks(found.via)
    columns = (path, row, source, via, found.applicant, value)
    order = np.lexsort(columns)
    same = np.ones(max(0, len(order) - 1), np.bool_)
    for column in columns:
        same &= column[order[1:]] == column[order[:-1]]
    return np.lexsort((ranks(found.raw)[0], *columns)) if same.any() else order


def _texts(words: pa.Array, code: Longs) -> pa.Array:
    return pc.fill_null(words.take(pa.array(code, mask=code < 0)), "")


def _values(
    words: pa.Array, found: Observed, order: Longs, value: Longs, held: Longs, into: dict[str, str]
) -> pa.Table:
    """VALUES: one row for each of `words`, shown by its first display in plain order. value: value of each row of
    `order`, sorted. held: value of each holding."""
    parts = pc.split_pattern(words, SEPARATOR, max_splits=1)
    coarser = np.full(len(words), -1)
    if into:
        finer = pc.index_in(pa.array(list(into), pa.string()), value_set=words)
        held_there = np.asarray(pc.is_valid(finer))
        whither = pc.index_in(pa.array(list(into.values()), pa.string()), value_set=words)
        coarser[np.asarray(finer.drop_null())] = np.asarray(whither)[held_there]
    return pa.table(
        [
            pc.list_element(parts, 0) if len(words) else words,
            pc.list_element(parts, 1) if len(words) else words,
            _shown(found.display.take(pa.array(order)), value),
            pa.array(np.bincount(held, minlength=len(words))),
            pa.array(coarser, mask=coarser < 0),
        ],
        names=VALUES.names,
    ).cast(VALUES)


def _shown(displays: pa.Array, value: Longs) -> pa.Array:
    """For each value the first of its displays in plain order; nearly all have but one. value: sorted, without gaps."""
    display, texts = codes(displays)
    first = display[firsts(value)]
    for at in np.unique(value[first[value] != display]).tolist():
        start, stop = np.searchsorted(value, at), np.searchsorted(value, at, "right")
        first[at] = min(np.unique(display[start:stop]).tolist(), key=lambda one: str(texts[one]))
    return texts.take(pa.array(first))
