"""What would one finding be, if a value were innocent? The same functions, on the part of the case around the finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.analyse.core import chosen
from graph.analyse.lineage import heirs
from graph.analyse.report.finding import Outline
from graph.model.cycles import without_search_for_cycles
from graph.model.decisions import Decision
from graph.model.findings import Document, Finding, Listing
from graph.model.kinds import KINDS
from graph.model.links import Links

Flags = npt.NDArray[np.bool_]


def what_if(
    links: Links,
    document: Document | Listing,
    finding_id: str,
    innocent_keys: Iterable[str],
    decisions: Sequence[Decision] = (),
) -> Finding | None:
    """One finding computed again with some values ("<kind>:<key>") called innocent; None when nothing of it is left.

    The case is restricted to the finding's members, everybody who holds a value that a member holds (of a public value so
    many that it stays public), everybody whose CV is like a member's, and all that these people hold. So the numbers of
    holders that weigh the members' own values are those of the whole case; those of the neighbours' other values are of
    the part, and so are the population of the p- and q-values and the shares of recruiting channels. The score is in
    practice that of the whole case; p and q are of the part and only show the direction.

    The finding that comes back is the one that would inherit the id (graph.analyse.lineage); its rank is the old one's.
    decisions: those that the document was made with (of its findings only the heads are asked).
    Raises KeyError when the document has no such finding.
    """
    old = next((one for one in document.findings if one.id == finding_id), None)
    if old is None:
        raise KeyError(finding_id)
    assumed = Decision("what-if", "innocent_value", tuple(sorted(innocent_keys)), "", "", "")

    def heir(ranked: Sequence[Outline]) -> list[int]:
        inherited = heirs(document.findings, ranked)
        return [at for at, was in inherited.items() if document.findings[was].id == finding_id]

    with without_search_for_cycles():
        again = chosen(around(links, old.members), (*decisions, assumed), heir)
    return replace(again[0], id=finding_id, rank=old.rank) if again else None


def around(links: Links, members: Iterable[str]) -> Links:
    """The links of these applicants and one hop round them, renumbered."""
    ids = links.applicants.column("id").combine_chunks()
    inside = np.asarray(pc.is_in(ids, value_set=pa.array(sorted(members), pa.string())))
    applicant = links.holdings.column("applicant").to_numpy()
    value = links.holdings.column("value").to_numpy()
    touched = np.zeros(links.values.num_rows, np.bool_)
    touched[value[inside[applicant]]] = True
    kept = inside.copy()
    kept[applicant[_hop(links, value, touched)]] = True
    left, right = (links.text_pairs.column(name).to_numpy() for name in ("left", "right"))
    kept[right[inside[left]]] = True
    kept[left[inside[right]]] = True
    return _restricted(links, kept)


def _hop(links: Links, value: npt.NDArray[np.int32], touched: Flags) -> npt.NDArray[np.int64]:
    """Rows of holdings that lead to neighbours: of each touched value so many as keep a public one public."""
    rows = np.flatnonzero(touched[value])
    if not len(rows):
        return rows
    starts = np.flatnonzero(np.concatenate([[True], np.diff(value[rows]) != 0]))
    place = np.arange(len(rows)) - np.repeat(starts, np.diff(np.append(starts, len(rows))))
    kinds = links.values.column("kind").take(pa.array(value[rows[starts]])).to_pylist()
    room = np.array([4 * KINDS[kind].crowd for kind in kinds])
    found: npt.NDArray[np.int64] = rows[place < np.repeat(room, np.diff(np.append(starts, len(rows))))]
    return found


def _restricted(links: Links, kept: Flags) -> Links:
    """Only these applicants, and the values that they hold."""
    applicant = links.holdings.column("applicant").to_numpy()
    holdings = links.holdings.filter(pa.array(kept[applicant]))
    used = np.zeros(links.values.num_rows, np.bool_)
    used[holdings.column("value").to_numpy()] = True
    person, number = np.cumsum(kept) - 1, np.cumsum(used) - 1
    holders = np.bincount(number[holdings.column("value").to_numpy()], minlength=int(used.sum()))
    values = links.values.filter(pa.array(used))
    coarser = values.column("coarser").to_pylist()
    values = _with(values, "holders", holders)
    values = _with(values, "coarser", [None if at is None or not used[at] else int(number[at]) for at in coarser])
    pairs = links.text_pairs
    left, right = (pairs.column(name).to_numpy() for name in ("left", "right"))
    pairs = pairs.filter(pa.array(kept[left] & kept[right]))
    texts = links.texts.filter(pa.array(kept[links.texts.column("applicant").to_numpy()]))
    for name in ("left", "right"):
        pairs = _with(pairs, name, person[pairs.column(name).to_numpy()])
    return Links(
        applicants=links.applicants.filter(pa.array(kept)),
        values=values,
        holdings=_with(
            _with(holdings, "applicant", person[holdings.column("applicant").to_numpy()]),
            "value",
            number[holdings.column("value").to_numpy()],
        ),
        text_pairs=pairs,
        texts=_with(texts, "applicant", person[texts.column("applicant").to_numpy()]),
        sources=links.sources,
        runs=links.runs,
    )


def _with(table: pa.Table, name: str, column: object) -> pa.Table:
    at = table.schema.get_field_index(name)
    field = table.schema.field(at)
    return table.set_column(at, field, pa.array(column, field.type))
