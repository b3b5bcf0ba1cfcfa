"""Observations to the tables of links: VALUES and HOLDINGS, each row with the observation that is shown for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.links import HOLDINGS, VALUES
from graph.model.packed import packed, shaped
from ingest.link.columns import Coded, Ints, Longs, encoded, firsts, whole
from ingest.link.plain import alone, in_order, in_turn, least, letters, several, shown, span
from ingest.link.values import Observed

_NONE = np.zeros(0, np.int32)


def tables(found: Observed, into: Longs, applicants: int) -> tuple[pa.Table, pa.Table]:
    """The tables VALUES and HOLDINGS of all observations. into: value -> the coarser value it falls into, -1: none.

    Observations are gathered applicant by applicant, as they mostly stand: what is said of one holding is then read where
    the one before was.
    """
    words, rank = _ranked(found)
    value = rank[found.value]
    display = np.full(len(words), -1, np.int32)
    least(value, found.display, *letters(found.displays), display)
    found = replace(found, value=_NONE, display=_NONE)  # used up
    order = _ordered(found.applicant, applicants)
    starts = np.append(np.flatnonzero(firsts(found.applicant[order])), len(order)).astype(np.int32)
    in_turn(value, order, starts)
    begins = firsts(value[order]) | firsts(found.applicant[order])
    starts = np.append(np.flatnonzero(begins), len(order)).astype(np.int32)
    held = value[order[starts[:-1]]]
    del begins, value
    holdings = _holdings(found, held, order, starts, _ordered(held, len(words)))
    del order, starts
    return _values(found, words, rank, into, np.bincount(held, minlength=len(words)), display), holdings


def _ordered(groups: Ints, count: int) -> Ints:
    """Rows in order of their groups, those of one group as they stand."""
    sizes = np.bincount(groups, minlength=count)
    order = np.empty(len(groups), np.int32)
    in_order(groups, np.cumsum(sizes) - sizes, order)
    return order


def _ranked(found: Observed) -> tuple[Longs, Ints]:
    """The words that are observed, in order of kind and key, and for each word its place among them."""
    kinds = found.words.kind
    used = np.bincount(found.value, minlength=len(kinds)) > 0
    parts = [np.zeros(0, np.int64)]
    for kind in range(len(found.words.names)):
        numbers = np.flatnonzero(used & (kinds == kind))
        keys = found.words.key.take(pa.array(numbers))
        parts.append(numbers[np.asarray(pc.sort_indices(keys)).astype(np.int64)])
    words = np.concatenate(parts)
    rank = np.full(len(kinds), -1, np.int32)
    rank[words] = np.arange(len(words), dtype=np.int32)
    return words, rank


def _holdings(found: Observed, held: Ints, order: Ints, starts: Ints, rows: Ints) -> pa.Table:
    """HOLDINGS: one row for each group order[starts[g]:starts[g + 1]] of observations, in the order `rows` of the groups.
    held: the value of each."""
    places = found.places
    count = len(starts) - 1
    times = _times(found, order, starts, rows)
    best = np.empty(count, np.int32)
    source, row = (np.asarray(pc.fill_null(column, -1)) for column in (places.source, places.row))
    sentences, paths, raws = (letters(one) for one in (found.sentences, places.path.words, places.raw))
    shown(
        order,
        starts,
        found.via,
        sentences,
        found.at,
        source,
        row,
        places.path.codes,
        paths,
        places.spelling,
        raws,
        best,
    )
    best = best[rows]
    at = found.at[best]
    spelling = places.spelling[at]
    columns = {
        "applicant": pa.array(found.applicant[best]),
        "value": pa.array(held[rows]),
        "observations": pa.array(np.diff(starts)[rows].astype(np.int32)),
        **times,
        "contexts": _listed(order, starts, found.at, places.context, ",", rows),
        "holders": _listed(order, starts, found.at, places.holder, "; ", rows),
        "via": packed(found.sentences, found.via[best]),
        "raw": packed(places.raw, spelling),
        "rule": places.rule.take(pa.array(spelling)),
        "source": places.source.take(pa.array(at)),
        "row": places.row.take(pa.array(at)),
        "path": places.path.take(at).packed(),
    }
    return shaped(columns, HOLDINGS)


def _times(found: Observed, order: Ints, starts: Ints, rows: Ints) -> dict[str, pa.Array]:
    """When each holding was first and last seen."""
    times = found.places.observed_at
    first, last = np.empty(len(rows), np.int32), np.empty(len(rows), np.int32)
    span(order, starts, found.at, times.codes, *letters(times.words), first, last)
    return {"first_seen": packed(times.words, first[rows]), "last_seen": packed(times.words, last[rows])}


def _listed(order: Ints, starts: Ints, at: Ints, column: Coded, separator: str, rows: Ints) -> pa.DictionaryArray:
    """For each group, in the order `rows`, its different texts that are not empty, sorted and joined. Most groups have at
    most one."""
    codes, texts = column.ranked()
    single = np.empty(len(starts) - 1, np.int32)
    nothing = 0 if len(texts) and not texts[0].as_py() else -1
    arguments = order, starts, at, codes, nothing, single
    out = np.empty(alone(*arguments), np.int32)
    words = [texts, pa.array([""], pa.string())]
    number = np.where(single < 0, np.int32(len(texts)), single)
    many = np.flatnonzero(single == -2)
    if not len(many):
        return packed(pa.concat_arrays(words), number[rows])
    ends = np.zeros(len(many), np.int64)
    listed = texts.take(pa.array(out[: several(*arguments, out, ends)]))
    offsets = pa.array(np.append(0, ends).astype(np.int32))
    which, lists = encoded(pc.binary_join(pa.ListArray.from_arrays(offsets, listed), separator))
    number[many] = which + (len(texts) + 1)
    return packed(pa.concat_arrays([*words, lists]), number[rows])


def _values(found: Observed, words: Longs, rank: Ints, into: Longs, holders: Longs, display: Ints) -> pa.Table:
    """VALUES: one row for each of `words`."""
    coarser = np.full(len(words), -1, np.int32)
    falls = into[words] >= 0
    coarser[falls] = rank[into[words[falls]]]
    columns = {
        "kind": pa.array(found.words.names, pa.string()).take(pa.array(found.words.kind[words])),
        "key": found.words.key.take(pa.array(words)),
        "display": packed(found.displays, display),
        "holders": pa.array(holders.astype(np.int32)),
        "coarser": pa.array(coarser, mask=coarser < 0),
    }
    return shaped(columns, VALUES)


def with_kind(gathered: list[pa.Table], values: pa.Table, holdings: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Values and holdings (`gathered`: emptied) with those of one further kind put in their place."""
    some, held = gathered
    gathered.clear()
    if not len(values):
        return some, held
    at = int(pc.sum(pc.less(some["kind"], values["kind"][0])).as_py() or 0)
    row = int(np.searchsorted(np.asarray(held["value"]), at))
    coarser, value = some["coarser"], held["value"]
    by = pa.scalar(len(values), pa.int32())
    moved = pc.if_else(pc.greater_equal(coarser, at), pc.add(coarser, by), coarser)
    some = some.set_column(VALUES.get_field_index("coarser"), VALUES.field("coarser"), moved)
    moved = pc.if_else(pc.greater_equal(value, at), pc.add(value, by), value)
    held = held.set_column(HOLDINGS.get_field_index("value"), HOLDINGS.field("value"), moved)
    moved = pc.add(holdings["value"], pa.scalar(at, pa.int32()))
    holdings = holdings.set_column(HOLDINGS.get_field_index("value"), HOLDINGS.field("value"), moved)
    columns, held_columns = list(some.columns), list(held.columns)
    del some, held, coarser, value, moved
    return _inserted(columns, at, values), _inserted(held_columns, row, holdings)


def _inserted(columns: list[pa.ChunkedArray], at: int, rows: pa.Table) -> pa.Table:
    """The columns with `rows` put in at a place. They are replaced one by one: never all of them stand twice."""
    for number, more in enumerate(rows.columns):
        column = columns[number]
        if pa.types.is_dictionary(column.type):
            columns[number] = _inserted_words(whole(column), at, whole(more))
        else:
            parts = [*column.slice(0, at).chunks, *more.chunks, *column.slice(at).chunks]
            columns[number] = whole(pa.chunked_array(parts))
        del column
    return pa.table(columns, names=rows.column_names)


def _inserted_words(column: pa.DictionaryArray, at: int, more: pa.DictionaryArray) -> pa.DictionaryArray:
    """The same of a packed column: the words of both stand behind each other."""
    number = np.asarray(column.indices)
    behind = np.asarray(more.indices) + np.int32(len(column.dictionary))
    words = pa.concat_arrays([column.dictionary, more.dictionary])
    return packed(words, np.concatenate([number[:at], behind, number[at:]]))
