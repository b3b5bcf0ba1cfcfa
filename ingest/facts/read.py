"""The facts of a case that count now: over all runs, the newest version of every file and record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.facts import RECORDS, SEEN, SPELLINGS, TABLES, Facts, Observations
from graph.model.large import give_back
from graph.model.links import SOURCES
from graph.model.settings import Case
from ingest.facts import disk
from ingest.facts.columns import codes_of, first_rows, plain, rows_table, shaped
from ingest.facts.regions import is_open, settle
from ingest.facts.stored import Stored
from ingest.sources._coded import whole

AT = "at"
"""A column of the places of texts while they are chosen: their number over all runs."""


@dataclass(frozen=True)
class _Active:
    """A file that counts: its run's position, its number in that run, its entry in the manifest."""

    run: int
    source: int
    file: dict[str, Any]


def read_facts(case: Case) -> Facts:
    """Every run checked against its manifest, then joined. Raises CaseError naming the file that is damaged.

    A file's newest version replaces its older ones. A record of a snapshot reader replaces the record of the same name
    that an older run has from the same reader, with what was observed of it; else records of one name become one, in
    which the newest text of each column stands. What a log says twice (two overlapping exports) counts once.
    """
    manifests = disk.manifests(case)
    active = _active(manifests)
    read = [disk.read_tables(case, manifest) for manifest in manifests]
    tables = _numbered(read)
    records, observations, texts = (_joined(name, tables, active) for name in ("records", "observations", "texts"))
    spellings = stacked([one.pop("spellings") for one in tables], SPELLINGS)
    gone = _replaced(records, active)
    records = _one_each(_without(records, gone))
    observations = _without(observations, gone)
    if is_open(observations):
        cleaned_as = [str(manifests[one.run]["region"]) for one in active]
        observations, fresh = settle(observations, spellings, records, cleaned_as, case.key)
        spellings = stacked([spellings, fresh], SPELLINGS)
    observations = _once(observations, spellings, active)
    texts = _without(texts, gone)
    records = _with_unnamed(records, observations, texts)
    sources = [
        (manifests[one.run]["run"], one.file["name"], one.file["sha256"], one.file["reader"], one.file["supersedes"])
        for one in active
    ]
    runs = tuple(str(manifest["run"]) for manifest in manifests)
    give_back()
    at = texts[AT].to_numpy()
    texts = Stored(texts.drop_columns([AT]), [one.texts for one in read], at)
    spelling = whole(observations["spelling"]).to_numpy()
    seen = Observations(observations.drop_columns(["spelling"]), spellings, spelling)
    return Facts(records, seen, texts, rows_table(sources, SOURCES), runs)


def _numbered(read: Sequence[disk.Read]) -> list[dict[str, pa.Table]]:
    """The tables of all runs; the texts, which stay on disk, with their numbers over all runs, as the spellings have."""
    tables = [dict(one.tables) for one in read]
    start = spelt = 0
    for one in tables:
        count = len(one["texts"])
        one["texts"] = one["texts"].append_column(AT, pa.array(np.arange(start, start + count)))
        start += count
        if spelt:
            at = SEEN.get_field_index("spelling")
            shifted = pc.add(one["observations"]["spelling"], pa.scalar(spelt, pa.int32()))
            one["observations"] = one["observations"].set_column(at, SEEN.field(at), shifted)
        spelt += len(one["spellings"])
    return tables


def _active(manifests: Sequence[dict[str, Any]]) -> list[_Active]:
    """The newest version of each file that could be read, in order of run and number."""
    newest: dict[str, _Active] = {}
    for run, manifest in enumerate(manifests):
        for source, file in enumerate(manifest["files"]):
            if not file["failed"]:
                newest[file["origin"]] = _Active(run, source, file)
    return sorted(newest.values(), key=lambda one: (one.run, one.source))


def _joined(name: str, tables: Sequence[dict[str, pa.Table]], active: Sequence[_Active]) -> pa.Table:
    """One table of all runs, only of active files, `source` numbered over all. It is taken out of `tables`."""
    parts = []
    for run, of_run in enumerate(tables):
        table = of_run.pop(name)
        number = {one.source: at for at, one in enumerate(active) if one.run == run}
        renumber = np.full(max([*number, len(of_run["sources"]), 0]) + 1, -1, dtype=np.int32)
        for source, at in number.items():
            renumber[source] = at
        new = renumber[table["source"].to_numpy()] if len(table) else np.zeros(0, dtype=np.int32)
        at = table.schema.get_field_index("source")
        table = table.set_column(at, table.schema.field(at), pa.array(new, pa.int32()))
        parts.append(table if (new >= 0).all() else table.filter(pa.array(new >= 0)))
    return stacked(parts, _schema(name))


def _schema(name: str) -> pa.Schema:
    if name != "texts":
        return TABLES[name]
    return TABLES[name].remove(TABLES[name].get_field_index("text")).append(pa.field(AT, pa.int64()))


def stacked(parts: list[pa.Table], schema: pa.Schema) -> pa.Table:
    """The rows of all parts, each column in one piece; an empty table of the schema when there are none. The parts are
    emptied on the way, so that never more than one column stands twice."""
    some = [part for part in parts if len(part)] or parts[:1]
    parts.clear()
    if not some:
        return schema.empty_table()
    if len(some) == 1 and all(column.num_chunks == 1 for column in some[0].columns):
        return some[0]
    names = some[0].column_names
    columns = [[chunk for part in some for chunk in part[name].chunks] for name in names]
    some.clear()
    for at, chunks in enumerate(columns):
        columns[at] = _one_piece(chunks)
    return pa.table(columns, names=names)


def _one_piece(chunks: list[pa.Array]) -> pa.Array:
    """One array of all; dictionary-encoded only when all are."""
    if pa.types.is_dictionary(chunks[0].type) and all(chunk.type == chunks[0].type for chunk in chunks):
        return pa.chunked_array(chunks).unify_dictionaries().combine_chunks()
    plain = [chunk.cast(chunk.type.value_type) if pa.types.is_dictionary(chunk.type) else chunk for chunk in chunks]
    return pa.chunked_array(plain).combine_chunks()


def _replaced(records: pa.Table, active: Sequence[_Active]) -> pa.Table:
    """Pairs (record, source) that a newer run's record of the same name and reader replaces."""
    if len({one.run for one in active}) < 2:
        return records.slice(0, 0).select(["record", "source"])
    run = np.array([one.run for one in active])
    names = sorted({one.file["reader"] for one in active})
    reader = np.array([names.index(one.file["reader"]) for one in active])
    snapshot = np.array([bool(one.file["snapshot"]) for one in active])
    source = records["source"].to_numpy()
    same = codes_of(records["record"].combine_chunks(), pa.array(reader[source]))
    newest = np.zeros(same.max(initial=0) + 1, dtype=np.int64)
    np.maximum.at(newest, same, run[source])
    old = snapshot[source] & (run[source] < newest[same])
    return records.filter(pa.array(old)).select(["record", "source"])


def _without(table: pa.Table, gone: pa.Table) -> pa.Table:
    if not len(gone):
        return table
    places = _place(gone)
    return table.filter(pc.invert(pc.is_in(_place(table), value_set=places)))


def _place(table: pa.Table) -> pa.Array:
    return pc.binary_join_element_wise(plain(table["record"]), plain(table["source"].cast(pa.string())), "\0")


def _one_each(records: pa.Table) -> pa.Table:
    """Records of one name as one row: the newest text that is not empty in each column, all keys, the newest place."""
    names = records["record"].combine_chunks()
    if not len(records) or len(pc.unique(names)) == len(names):
        return records
    codes = codes_of(names)
    counts = np.bincount(codes)
    single = counts[codes] == 1
    several = records.filter(pa.array(~single))
    first = first_rows(codes)
    merged: dict[str, dict[str, Any]] = {}
    for one in several.to_pylist():
        kept = merged.setdefault(one["record"], one)
        if kept is not one:
            kept["keys"] = list(dict.fromkeys([*kept["keys"], *one["keys"]]))
            kept |= {name: value for name, value in one.items() if name != "keys" and value != ""}
            kept["path"] = one["path"]
    table = pa.concat_tables([records.filter(pa.array(single)), pa.Table.from_pylist(list(merged.values()), RECORDS)])
    order = np.concatenate([np.flatnonzero(single), np.flatnonzero(~single & (first == np.arange(len(first))))])
    return table.take(np.argsort(order, kind="stable")).combine_chunks()


def _once(observations: pa.Table, spellings: pa.Table, active: Sequence[_Active]) -> pa.Table:
    """What several logs say alike is kept where it stood first."""
    log = np.array([not one.file["snapshot"] for one in active] or [False])
    if log.sum() < 2 or not len(observations):
        return observations
    from_log = log[observations["source"].to_numpy()]
    part = observations.filter(pa.array(from_log))
    said = spellings.select(["asked", "raw", "kind", "key"]).take(part["spelling"])
    columns = [*part.select(["record", "context", "holder", "observed_at"]).columns, *said.columns]
    first = first_rows(codes_of(*map(whole, columns)))
    keep = np.ones(len(observations), dtype=bool)
    keep[np.flatnonzero(from_log)] = first == np.arange(len(first))
    return observations.filter(pa.array(keep))


def _with_unnamed(records: pa.Table, observations: pa.Table, texts: pa.Table) -> pa.Table:
    """A record of which only values were given (a long table without its applicants) stands with its id alone."""
    names = records["record"].combine_chunks()
    missing = pa.concat_tables([_not_among(names, observations), _not_among(names, texts)])
    if not len(missing):
        return records
    first = first_rows(codes_of(missing["record"].combine_chunks()))
    missing = missing.take(np.flatnonzero(first == np.arange(len(first))))
    split = [name.split(":", 2) for name in missing["record"].to_pylist()]
    columns = {
        "system": pa.array([one[0] for one in split], pa.string()),
        "type": pa.array([one[1] for one in split], pa.string()),
        "id": pa.array([one[2] for one in split], pa.string()),
        "keys": pa.array(
            [[f"{one[1]}:{one[2]}"] if one[1] == "application" else [] for one in split], RECORDS.field("keys").type
        ),
    }
    for name, column in columns.items():
        missing = missing.append_column(name, column)
    return pa.concat_tables([records, shaped(missing, RECORDS)]).combine_chunks()


def _not_among(names: pa.Array, table: pa.Table) -> pa.Table:
    """The places of rows of which the record is not among the names."""
    record = table["record"].combine_chunks()
    packed = pa.types.is_dictionary(record.type)
    unknown = pc.invert(pc.is_in(record.dictionary if packed else record, value_set=names))
    if packed:
        unknown = unknown.take(record.indices)
    found = table.select(["record", "source", "row", "path"]).filter(unknown)
    return pa.table(
        [plain(found["record"]), found["source"], found["row"], plain(found["path"])], names=found.column_names
    )
