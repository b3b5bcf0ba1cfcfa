"""Records to applicants, by the ids that the sources carry: never by a name or a value.

- An application is an applicant. Two applications never merge, except two exports of one application: the same
  application id in systems of one family (`greenhouse` and `greenhouse_applications`).
- Other records (employee, account, shipment, …) that carry one key are one subject, also through a third record. A
  subject joins every application that carries one of its keys; nothing is joined through an application.
- A subject without an application stands for itself.

Applicants are in plain order of `id`, then `record`. When two systems use one id, the alphabetically first keeps it;
of the other it is written "system:id".
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.facts import RECORD_TYPES
from graph.model.links import APPLICANTS
from ingest.link.columns import Flags, Longs, connected, filled, firsts, pairs, ranks, whole
from ingest.link.keys import Keys, keys_of

FILLED = (
    *("candidate", "name", "birth", "applied_at", "offered_at", "hired_at", "employer", "role", "status", "channel"),
    *("referred_by", "region"),
)  # columns that joined records fill when the applicant's own record says nothing
THREADS = 2  # columns at a time


@dataclass(frozen=True)
class Subjects:
    """Who is who: the applicants, and for each record (row of `records`) the applicants it is about."""

    applicants: pa.Table
    records: pa.Table  # in order of their names
    record: Longs  # sorted by record, then applicant
    applicant: Longs


@dataclass(frozen=True)
class _About:
    """Record r is about subject s (the number of one of its records); by which key, -1 when it is alone there."""

    record: Longs
    subject: Longs
    key: Longs


def join(records: pa.Table, texts: pa.Table, observed: pa.Array, observations: Longs) -> Subjects:
    """Join the records of all systems.

    texts: which record holds which file (`record`, `file_sha256`). observed: names of records, each once; observations:
    how many each of them has; of two exports of one application the one with more observations comes first.
    """
    order = pc.sort_indices(records, sort_keys=[("record", "ascending"), ("source", "ascending"), ("row", "ascending")])
    records = records.take(order).combine_chunks()
    is_application = np.asarray(pc.equal(whole(records["type"]), "application"))
    with ThreadPoolExecutor(1) as beside:
        naming = beside.submit(_names, records)
        preferring = beside.submit(_preference, records, observed, observations)
        keys = keys_of(records, is_application, texts)
        tie = _own_keys(records, is_application, keys)
        subject = _subjects(is_application, keys, *naming.result())
        about = _about(subject, is_application, keys, tie)
        preference = preferring.result()
    sequence = np.lexsort((preference[about.record], about.subject))
    about = _About(about.record[sequence], about.subject[sequence], about.key[sequence])
    begins = firsts(about.subject)
    group = np.cumsum(begins) - 1
    best = about.record[begins]
    ids = _ids(records, best, is_application)
    place = pc.sort_indices(
        pa.table({"id": ids, "record": whole(records["record"]).take(pa.array(best))}),
        sort_keys=[("id", "ascending"), ("record", "ascending")],
    )
    number = np.empty(len(best), np.int64)
    number[np.asarray(place)] = np.arange(len(best))
    applicant = number[group]
    columns = _columns(records, about.record, applicant, best[np.asarray(place)])
    columns["id"] = ids.take(place)
    columns["area"] = pa.repeat("", len(best))  # areas.py fills it from the observations
    columns["joined"] = _joined(records, keys, about, applicant, ~begins, len(best))
    applicants = pa.table([columns[name] for name in APPLICANTS.names], schema=APPLICANTS)
    sequence = np.lexsort((applicant, about.record))
    return Subjects(applicants, records, about.record[sequence], applicant[sequence])


def _names(records: pa.Table) -> tuple[Longs, Longs]:
    """For each record the number of its name, and of its id in systems of its family."""
    family = pc.replace_substring_regex(whole(records["system"]), "_.*$", "")
    return ranks(records["record"])[0], ranks(pc.binary_join_element_wise(family, whole(records["id"]), "\x1f"))[0]


def _subjects(is_application: Flags, keys: Keys, named: Longs, same: Longs) -> Longs:
    """For each record its subject: the number of the subject's first record. named, same: see `_names`."""
    other = ~is_application[keys.record] & ~keys.is_file[keys.key]
    count = len(is_application)
    carrier = np.concatenate([np.flatnonzero(~is_application), keys.record[other]])
    carried = np.concatenate([named[~is_application], keys.key[other] + count])
    subject = connected(carrier, carried, count)
    rows = np.flatnonzero(is_application)
    if len(rows):
        first = np.full(int(same.max()) + 1, count)
        np.minimum.at(first, same[rows], rows)
        subject[rows] = first[same[rows]]
    return subject


def _own_keys(records: pa.Table, is_application: Flags, keys: Keys) -> Longs:
    """For each record the key that ties it to the others of its subject, -1 when there is none: an application's own
    id, the first key that another record carries too."""
    own = pc.binary_join_element_wise("application", whole(records["id"]), ":")
    tie = np.asarray(pc.fill_null(pc.index_in(own, value_set=keys.texts), -1)).astype(np.int64)
    tie[~is_application] = -1
    other = ~is_application[keys.record]
    carriers = np.bincount(keys.key[other], minlength=len(keys.texts))
    shared = other & (carriers[keys.key] > 1)
    through, first = _least(keys.record[shared], keys.key[shared])
    tie[through] = first
    return tie


def _about(subject: Longs, is_application: Flags, keys: Keys, tie: Longs) -> _About:
    """Which record is about which subject. tie: see `_own_keys`."""
    count = len(subject)
    by_file = keys.is_file[keys.key]
    record, target, key = _meet(subject, is_application, keys.only(~by_file))
    joined = np.zeros(count, np.bool_)
    joined[subject[record]] = True
    late = by_file & (is_application[keys.record] | ~joined[subject[keys.record]])
    more = _meet(subject, is_application, keys.only(late))
    record, target, key = (np.concatenate([a, b]) for a, b in zip((record, target, key), more, strict=True))
    joined[subject[record]] = True

    own = np.flatnonzero(~joined[subject])  # applications, and what stands for itself
    # all records of a joined subject go where one of them goes
    one, to = pairs(subject[record], target, count)
    rows = np.flatnonzero(joined[subject])
    starts, stops = (np.searchsorted(one, subject[rows], side) for side in ("left", "right"))
    each = np.repeat(np.arange(len(rows)), stops - starts)
    place = np.arange(len(each)) - np.repeat(np.cumsum(stops - starts) - (stops - starts), stops - starts)
    moved, moved_to = rows[each], to[starts[each] + place]
    direct, least = _least(record * count + target, key)
    wanted = moved * count + moved_to
    by = tie[moved]
    if len(direct):
        at = np.minimum(np.searchsorted(direct, wanted), len(direct) - 1)
        by = np.where(direct[at] == wanted, least[at], by)
    return _About(
        np.concatenate([own, moved]), np.concatenate([subject[own], moved_to]), np.concatenate([tie[own], by])
    )


def _meet(subject: Longs, is_application: Flags, keys: Keys) -> tuple[Longs, Longs, Longs]:
    """Record, application (its subject) and key for each record that carries an application's key."""
    of_application = is_application[keys.record]
    target, target_key = subject[keys.record[of_application]], keys.key[of_application]
    order = np.lexsort((target, target_key))
    target, target_key = target[order], target_key[order]
    record, key = keys.record[~of_application], keys.key[~of_application]
    starts, stops = (np.searchsorted(target_key, key, side) for side in ("left", "right"))
    sizes = stops - starts
    each = np.repeat(np.arange(len(record)), sizes)
    place = np.arange(len(each)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return record[each], target[starts[each] + place], key[each]


def _least(group: Longs, value: Longs) -> tuple[Longs, Longs]:
    """The different groups in order, and the least value of each."""
    order = np.lexsort((value, group))
    begins = firsts(group[order])
    return group[order][begins], value[order][begins]


def _preference(records: pa.Table, observed: pa.Array, observations: Longs) -> Longs:
    """Rank of each record as the one that speaks for its subject: by type, named, with more observations, fuller."""
    kind = pc.fill_null(pc.index_in(whole(records["type"]), value_set=pa.array(RECORD_TYPES)), len(RECORD_TYPES))
    named = filled(records["name"])
    full = np.sum([filled(records[column]) for column in FILLED], axis=0)
    place = np.asarray(pc.fill_null(pc.index_in(whole(records["record"]), value_set=observed), len(observed)))
    weight = np.append(observations, 0)[place]
    order = np.lexsort((np.arange(len(records)), -full, -weight, ~named, np.asarray(kind)))
    rank = np.empty(len(records), np.int64)
    rank[order] = np.arange(len(records))
    return rank


def _ids(records: pa.Table, best: Longs, is_application: Flags) -> pa.Array:
    """The id of each applicant: its record's own, made different where two systems use one."""
    taken = records.select(["id", "system", "record"]).take(pa.array(best))
    ids = whole(taken["id"])
    code, _ = ranks(ids)
    order = np.lexsort((ranks(taken["record"])[0], ranks(taken["system"])[0], ~is_application[best], code))
    again = order[~firsts(code[order])]
    if not len(again):
        return ids
    texts: list[str] = ids.to_pylist()
    used = set(texts)
    for at in again.tolist():
        name = f"{taken['system'][at].as_py()}:{texts[at]}"
        texts[at] = name if name not in used else taken["record"][at].as_py()
        used.add(texts[at])
    return pa.array(texts, pa.string())


def _columns(records: pa.Table, record: Longs, applicant: Longs, best: Longs) -> dict[str, pa.Array]:
    """The columns of the applicants: the best record's, blanks filled from the others in order of preference.

    record, applicant: pairs, the records of one applicant together and in order of preference.
    """
    taken = pa.array(best)

    def column(name: str) -> pa.Array:
        if name not in FILLED:
            return records[name].combine_chunks().take(taken)
        texts = whole(records[name])
        some = filled(texts)[record]
        rows, owner = record[some], applicant[some]
        begins = firsts(owner)
        first = np.full(len(best), -1)
        first[owner[begins]] = rows[begins]
        return pc.fill_null(texts.take(pa.array(first, mask=first < 0)), "")

    names = [name for name in APPLICANTS.names if name not in ("joined", "area")]
    with ThreadPoolExecutor(THREADS) as threads:
        return dict(zip(names, threads.map(column, names), strict=True))


def _joined(records: pa.Table, keys: Keys, about: _About, applicant: Longs, further: Flags, count: int) -> pa.Array:
    """For each applicant "<record> by <key>" of what was joined to it, sorted."""
    rows = np.flatnonzero(further & (about.key >= 0))
    names = whole(records["record"]).take(pa.array(about.record[rows]))
    by = keys.texts.take(pa.array(about.key[rows])) if len(rows) else pa.array([], pa.string())
    texts = pc.binary_join_element_wise(names, by, " by ")
    code, different = ranks(texts)
    owner, code = pairs(applicant[rows], code, len(different))
    offsets = np.searchsorted(owner, np.arange(count + 1)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), different.take(pa.array(code)))
