"""Links and findings as rows of the graph: what to write, and how to tell that a row has changed.

The last column of every row is its hash: a row whose hash stands in the graph is left alone.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.findings import Document
from graph.model.kinds import KINDS
from graph.model.links import Links
from graph.model.packed import plain
from graph.model.pointer import pointer
from graph.store import schema
from graph.store.rowset import End, Row, RowSet, Sheaf

FORM = 2
"""Form of the rows: raise it when labels or keys change, and the next load writes everything anew."""

CHUNK = 20_000

IDENTIFIER: End = ("Identifier", "key")
TO_APPLICANT: End = ("Applicant", "id")
TO_CLUSTER: End = ("Cluster", "id")

APPLICANT = (
    "id", "name", "record", "system", "type", "candidate", "applied_at", "offered_at", "hired_at", "employer",
    "role", "status", "channel", "referred_by", "region",
)  # fmt: skip
PROVENANCE = (
    "raw", "source", "sha256", "pointer", "run", "rule", "first_seen", "last_seen", "contexts", "holder_names", "via",
    "observations",
)  # fmt: skip
CLUSTER = (
    "id", "rank", "type", "title", "score", "p_value", "q_value", "persons", "applicants", "families", "summary",
    "facilitator_kind", "facilitator", "role", "flags", "fragility",
)  # fmt: skip


def _hash(row: Sequence[Any]) -> str:
    return hashlib.blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=9).hexdigest()


def _none(value: Any) -> Any:
    return None if value == "" else value


def graph_rows(links: Links, document: Document) -> list[RowSet]:
    """Applicants, identifiers and what lies between them, nodes first."""
    return [_applicants(links), *_identifiers(links), *_holdings(links), _part_of(links), _similar(links, document)]


def first_rows(links: Links, document: Document) -> list[RowSet | Sheaf]:
    """The same rows as `graph_rows`, for an empty graph: identifiers go together with their holdings."""
    return [_applicants(links), *_sheaves(links), _part_of(links), _similar(links, document)]


def finding_rows(links: Links, document: Document) -> list[RowSet]:
    """Clusters, their members and their facilitators: small, and replaced in one transaction."""
    return [_clusters(document), _members(document), _facilitators(links, document)]


def _applicants(links: Links) -> RowSet:
    def rows() -> Iterator[Row]:
        for part in links.applicants.to_batches(max_chunksize=CHUNK):
            ids = [schema.bounded(id) for id in part.column("id").to_pylist()]
            yield from _hashed([ids, *(_short(part.column(name)) for name in APPLICANT[1:])])

    return RowSet("Applicant", APPLICANT[1:], rows, labels=("Applicant",), key="id")


def _identifiers(links: Links) -> list[RowSet]:
    values = links.values
    kinds = values.column("kind").to_pylist()

    def row_set(kind: str) -> RowSet:
        entry = KINDS[kind]

        def rows() -> Iterator[Row]:
            start, stop = bisect_left(kinds, kind), bisect_right(kinds, kind)
            part = values.slice(start, stop - start)
            keys, displays = part.column("key").to_pylist(), _short(part.column("display"))
            holders = part.column("holders").to_pylist()
            yield from _hashed(
                [
                    [schema.name_of_value(kind, key) for key in keys],
                    [kind] * len(keys),
                    _short(part.column("key")),
                    displays,
                    holders,
                    [entry.family] * len(keys),
                    [count > entry.crowd for count in holders],
                ]
            )

        names = ("kind", "value", "display", "holders", "family", "public")
        return RowSet(entry.label, names, rows, labels=("Identifier", entry.label), key="key")

    return [row_set(kind) for kind in KINDS]


def _holdings(links: Links) -> list[RowSet]:
    """One set per relationship. Holdings are sorted by value and values by kind, so a kind is one slice."""
    kinds = links.values.column("kind").to_pylist()
    owner = links.holdings.column("value").to_numpy()
    by_relationship: dict[str, list[str]] = {}
    for kind, entry in KINDS.items():
        by_relationship.setdefault(entry.relationship, []).append(kind)

    def row_set(relationship: str, names: list[str]) -> RowSet:
        def rows() -> Iterator[Row]:
            for kind in names:
                start, stop = np.searchsorted(owner, [bisect_left(kinds, kind), bisect_right(kinds, kind)])
                yield from _holding_rows(links, kind, int(start), int(stop))

        return RowSet(relationship, PROVENANCE, rows, ends=(TO_APPLICANT, IDENTIFIER))

    return [row_set(relationship, names) for relationship, names in by_relationship.items()]


def _holding_rows(links: Links, kind: str, start: int, stop: int) -> Iterator[Row]:
    for at in range(start, stop, CHUNK):
        yield from _hashed(_holding_columns(links, kind, at, min(CHUNK, stop - at)))


def _sheaves(links: Links) -> list[Sheaf]:
    """One for each kind: its identifiers and their holdings."""
    kinds = links.values.column("kind").to_pylist()
    owner = links.holdings.column("value").to_numpy()

    def sheaf(nodes: RowSet, kind: str) -> Sheaf:
        bounds = np.searchsorted(owner, np.arange(bisect_left(kinds, kind), bisect_right(kinds, kind) + 1))

        def rows() -> Iterator[Row]:
            return _holding_rows(links, kind, int(bounds[0]), int(bounds[-1]))

        edges = RowSet(schema.relationship_of(kind), PROVENANCE, rows, ends=(TO_APPLICANT, IDENTIFIER))
        return Sheaf(nodes, edges, tuple(np.diff(bounds).tolist()))

    return [sheaf(nodes, kind) for nodes, kind in zip(_identifiers(links), KINDS, strict=True)]


def _holding_columns(links: Links, kind: str, start: int, length: int) -> list[list[Any]]:
    part = links.holdings.slice(start, length)
    sources = part.column("source")
    raws: list[Any] = [None] * length if KINDS[kind].secret else _short(part.column("raw"))
    keys = pc.take(links.values.column("key"), part.column("value")).to_pylist()
    places = zip(part.column("row").to_pylist(), part.column("path").to_pylist(), strict=True)
    return [
        _ids(links, part.column("applicant")),
        [schema.name_of_value(kind, key) for key in keys],
        raws,
        pc.take(links.sources.column("name"), sources).to_pylist(),
        pc.take(links.sources.column("sha256"), sources).to_pylist(),
        [pointer(row, path) for row, path in places],
        pc.take(links.sources.column("run"), sources).to_pylist(),
        part.column("rule").to_pylist(),
        _short(part.column("first_seen")),
        _short(part.column("last_seen")),
        _short(part.column("contexts")),
        _short(part.column("holders")),
        _short(part.column("via")),
        part.column("observations").to_pylist(),
    ]


def _part_of(links: Links) -> RowSet:
    def rows() -> Iterator[Row]:
        values = links.values
        inner = values.filter(pc.is_valid(values.column("coarser")))
        outer = values.take(inner.column("coarser"))
        yield from _hashed([_value_keys(inner), _value_keys(outer)])

    return RowSet(schema.PART_OF, (), rows, ends=(IDENTIFIER, IDENTIFIER))


def _similar(links: Links, document: Document) -> RowSet:
    """`weight` is what the pair weighs in all, in bits; no property when the pair was not weighed.

    `retold`: bits that both tell one career in whatever words, and `facts` which ones; no properties when they do not.
    """

    def rows() -> Iterator[Row]:
        pairs = links.text_pairs
        left, right = _ids(links, pairs.column("left")), _ids(links, pairs.column("right"))
        weighed = {
            frozenset((schema.bounded(link.left), schema.bounded(link.right))): link.weight for link in document.links
        }
        yield from _hashed(
            [
                left,
                right,
                pairs.column("jaccard").to_pylist(),
                pc.list_value_length(pairs.column("passages")).to_pylist(),
                pairs.column("shared").to_pylist(),
                [weighed.get(frozenset(pair)) for pair in zip(left, right, strict=True)],
                [bits or None for bits in pairs.column("retold").to_pylist()],
                _short(pairs.column("facts")),
            ]
        )

    names = ("score", "shared_passages", "shared_shingles", "weight", "retold", "facts")
    return RowSet(schema.SIMILAR, names, rows, ends=(TO_APPLICANT, TO_APPLICANT))


def _clusters(document: Document) -> RowSet:
    def rows() -> Iterator[Row]:
        for f in document.findings:
            row: Row = [
                f.id, f.rank, f.type, f.title, f.score, f.p_value, f.q_value, f.persons, len(f.members),
                list(f.families), f.summary, f.facilitator.kind, f.facilitator.display, _none(f.facilitator.role),
                list(f.flags), f.fragility.sentence,
            ]  # fmt: skip
            yield [*row, _hash(row)]

    return RowSet("Cluster", CLUSTER[1:], rows, labels=("Cluster",), key="id")


def _members(document: Document) -> RowSet:
    def rows() -> Iterator[Row]:
        for finding in document.findings:
            person = {member: at for at, group in enumerate(finding.member_persons, 1) for member in group}
            for member in finding.members:
                row: Row = [schema.bounded(member), finding.id, person.get(member)]
                yield [*row, _hash(row)]

    return RowSet(schema.MEMBER, ("person",), rows, ends=(TO_APPLICANT, TO_CLUSTER))


def _facilitators(links: Links, document: Document) -> RowSet:
    """The values that candidates act through, each for the first of them. Who acts through CV text alone stays a property of
    the cluster."""
    known = set(_value_keys(links.values))

    def rows() -> Iterator[Row]:
        for finding in document.findings:
            seen = set()
            candidates = finding.facilitators or (finding.facilitator,)
            leads = [(one, schema.name_of(name)) for one in candidates for name in one.names]
            for one, key in leads:
                if key not in known or key in seen:
                    continue
                seen.add(key)
                row: Row = [
                    key, finding.id, one.rank, finding.score, one.p_value, one.q_value, one.members, one.expected,
                    _none(one.role), _none(one.reason),
                ]  # fmt: skip
                yield [*row, _hash(row)]

    names = ("rank", "score", "p_value", "q_value", "members", "expected", "role", "reason")
    return RowSet(schema.FACILITATES, names, rows, ends=(IDENTIFIER, TO_CLUSTER))


def fingerprint(links: Links, document: Document) -> str:
    """SHA-256 of all that the graph is made from: equal inputs need no load."""
    digest = hashlib.sha256(f"form {FORM}\n".encode())
    for name in ("applicants", "values", "holdings", "text_pairs", "sources"):
        table = plain(getattr(links, name))
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table.combine_chunks())
        digest.update(sink.getvalue())
    judged = [[asdict(one) for one in document.findings], [asdict(one) for one in document.links]]
    digest.update(json.dumps(judged, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _value_keys(values: pa.Table) -> list[str]:
    pairs = zip(values.column("kind").to_pylist(), values.column("key").to_pylist(), strict=True)
    return [schema.name_of_value(kind, key) for kind, key in pairs]


def _ids(links: Links, rows: Any) -> list[str]:
    return [schema.bounded(id) for id in pc.take(links.applicants.column("id"), rows).to_pylist()]


def _short(column: Any) -> list[Any]:
    """Texts at most LONGEST long (the facts keep them whole); empty text is no property at all."""
    most = schema.LONGEST
    return [None if not text else text if len(text) <= most else text[:most] for text in column.to_pylist()]


def _hashed(columns: Sequence[Sequence[Any]]) -> Iterator[Row]:
    for row in zip(*columns, strict=True):
        yield [*row, _hash(row)]
