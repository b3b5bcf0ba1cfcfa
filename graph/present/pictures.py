"""The picture of a subgraph: nodes and lines with positions, as plain records for a canvas or a file. Drawing comes last.

Positions are a function of the picture alone (sorted, seeded), so the same finding looks the same every day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import rustworkx as rx

from graph.analyse.groups.evidence import RETOLD_ALIKE
from graph.model.findings import Finding
from graph.model.kinds import KINDS
from graph.present.alike import alike_lines, alike_title, is_retold
from graph.present.folding import EdgeLike, NodeLike, fold

DECLARED = "declared innocent by an analyst"
EDGE_LENGTH = 105.0  # pixels of the median line at zoom 1
ROOM = np.array([140.0, 74.0])  # pixels that a mark with its label wants around itself, half of it on each side
WIDEN = np.array([1.25, 1.0])  # panels are wider than high
SEED = 7
FEWEST_AROUND = 4  # neighbours that are laid around one node
SPREAD_LIMIT = 600  # more nodes than this are an overview: no time is spent on labels

Point = tuple[float, float]


@dataclass(frozen=True)
class Mark:
    """A node as it is drawn. `family` decides shape and colour ("applicant" or a family of kinds), `kind` the icon.

    key: one of the values that hold the cluster together. outside: an applicant who is no member of the finding.
    more: holders that are not in the picture.
    """

    id: str
    kind: str
    family: str
    label: str
    info: str
    x: float
    y: float
    key: bool = False
    outside: bool = False
    more: int = 0


@dataclass(frozen=True)
class Line:
    """A relation as it is drawn. `strength` is 0 to 1, relative to the strongest part of the finding."""

    id: str
    source: str
    target: str
    family: str
    title: str
    info: str
    strength: float
    similar: bool = False


@dataclass(frozen=True)
class Picture:
    """Marks and lines, both in order of id, and the titles of the kinds for the legend."""

    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    titles: dict[str, str]

    def to_dict(self) -> dict[str, Any]:
        """For the component."""
        return {
            "nodes": [asdict(mark) for mark in self.marks],
            "edges": [asdict(line) for line in self.lines],
            "titles": self.titles,
        }


def family_of(kind: str) -> str:
    """The family of a kind; "applicant" for an applicant, "people" for what is not known."""
    if kind == "applicant":
        return "applicant"
    return KINDS[kind].family if kind in KINDS else "people"


def title_of(kind: str) -> str:
    """What a person calls a kind."""
    if kind == "applicant":
        return "Applicant"
    return KINDS[kind].title if kind in KINDS else kind.replace("_", " ").capitalize().replace("Cv ", "CV ")


def line_id(edge: EdgeLike) -> str:
    """The name of a line in its picture."""
    return f"{edge.source}|{edge.kind}|{edge.target}"


def picture(
    nodes: Iterable[NodeLike],
    edges: Sequence[EdgeLike],
    finding: Finding | None = None,
    keep: str = "",
    innocent: Collection[str] = (),
) -> Picture:
    """The picture of these nodes; findings themselves ("cluster" nodes) are not drawn, and a coarser value that the same
    applicants hold is a remark of its finer one, unless it is `keep`. innocent: nodes of which it is said that they were
    declared so."""
    shown = sorted({node.id: node for node in nodes if node.kind != "cluster"}.values(), key=lambda node: node.id)
    whole = {node.id: node for node in shown}
    folded = fold(shown, [edge for edge in edges if edge.source in whole and edge.target in whole])
    folded.pop(keep, None)
    known = {name: node for name, node in whole.items() if name not in folded}
    shown = list(known.values())
    links = {
        (edge.source, edge.target, edge.kind): edge for edge in edges if edge.source in known and edge.target in known
    }
    ordered = [links[name] for name in sorted(links)]
    remarks = {finer: (whole[coarse], _remark(whole[coarse], whole[finer])) for coarse, finer in sorted(folded.items())}
    places = positions([node.id for node in shown], [(edge.source, edge.target) for edge in ordered])
    return Picture(
        marks=_marks(shown, ordered, places, finding, remarks, innocent),
        lines=_lines(ordered, known, finding),
        titles={kind: title_of(kind) for kind in sorted({node.kind for node in shown}, key=_legend_order)},
    )


def _legend_order(kind: str) -> tuple[int, str]:
    """Applicants first, then the kinds as they weigh."""
    order = ["applicant", *KINDS]
    return (order.index(kind) if kind in order else len(order), kind)


def _remark(coarse: NodeLike, finer: NodeLike) -> str:
    """What is said of a folded value: "IP network 198.51.100.0/24, held by 9 applicants in all"."""
    total, own = (int(node.properties.get("holders") or 0) for node in (coarse, finer))
    return f"{title_of(coarse.kind)} {coarse.label}" + (f", {_value_info(total)}" if total > own else "")


def _marks(
    nodes: list[NodeLike],
    edges: list[EdgeLike],
    places: Mapping[str, Point],
    finding: Finding | None,
    remarks: Mapping[str, tuple[NodeLike, str]],
    innocent: Collection[str],
) -> tuple[Mark, ...]:
    members = {f"applicant:{member}" for member in finding.members} if finding else set()
    holds = _held_together_by(finding)
    neighbours: dict[str, int] = {}
    for edge in edges:
        if edge.source.startswith("applicant:"):
            neighbours[edge.target] = neighbours.get(edge.target, 0) + 1
    marks = []
    for node in nodes:
        applicant = node.kind == "applicant"
        holders = 0 if applicant else int(node.properties.get("holders") or 0)
        coarse, remark = remarks.get(node.id, (node, ""))
        declared = DECLARED if node.id in innocent else ""
        names = {name for one in (node, coarse) for name in (one.id, (one.kind, one.label))}
        marks.append(
            Mark(
                id=node.id,
                kind=node.kind,
                family=family_of(node.kind),
                label=node.label or node.id,
                info=_applicant_info(node)
                if applicant
                else "\n".join(filter(None, (_value_info(holders), declared, remark))),
                x=round(places[node.id][0], 1),
                y=round(places[node.id][1], 1),
                key=not applicant and bool(holds & names),
                outside=bool(finding) and applicant and node.id not in members,
                more=max(0, holders - neighbours.get(node.id, 0)),
            )
        )
    return tuple(marks)


def _held_together_by(finding: Finding | None) -> set[object]:
    """Names of the first facilitator's values: by key, and by (kind, display)."""
    if finding is None:
        return set()
    first = finding.facilitator
    return {*first.names, (first.kind, first.display)}


def _applicant_info(node: NodeLike) -> str:
    get = node.properties.get
    lines = [
        node.id.removeprefix("applicant:"),
        str(get("role") or ""),
        f"applied {str(get('applied_at'))[:10]}" if get("applied_at") else "",
        str(get("employer") or ""),
    ]
    return "\n".join(line for line in lines if line)


def _value_info(holders: int) -> str:
    if not holders:
        return ""
    return "held by 1 applicant" if holders == 1 else f"held by {holders:,} applicants in all"


def _lines(edges: list[EdgeLike], known: Mapping[str, NodeLike], finding: Finding | None) -> tuple[Line, ...]:
    weights = {part.key: part.weight for part in finding.evidence if part.key} if finding else {}
    most = max([weight for weight in weights.values() if weight > 0], default=1.0)
    lines = []
    for edge in edges:
        ends = {known[edge.source].kind, known[edge.target].kind}
        similar = ends == {"applicant"}
        value = next((end for end in (edge.target, edge.source) if known[end].kind != "applicant"), "")
        kind = known[value].kind if value else "template"
        strength = _alike_strength(edge) if similar else weights.get(value, 0.0) / most
        lines.append(
            Line(
                id=line_id(edge),
                source=edge.source,
                target=edge.target,
                family="text" if similar else family_of(kind),
                title=alike_title(*_alike(edge)) if similar else title_of(kind) if "applicant" in ends else "Part of",
                info=_similar_info(edge) if similar else _held_info(edge),
                strength=round(min(1.0, max(0.1, strength)), 3),
                similar=similar,
            )
        )
    return tuple(lines)


def _alike(edge: EdgeLike) -> tuple[float, float]:
    """Jaccard similarity, and bits of one career; both 0 when they are not known."""
    return float(edge.properties.get("score") or 0.0), float(edge.properties.get("retold") or 0.0)


def _alike_strength(edge: EdgeLike) -> float:
    """One career in other words counts as so much common text, as it does in the weighing."""
    score, retold = _alike(edge)
    return RETOLD_ALIKE if is_retold(score, retold) else score or 0.5


def _similar_info(edge: EdgeLike) -> str:
    get = edge.properties.get
    if get("score") is None:
        return ""
    return "\n".join(
        alike_lines(float(get("score") or 0), int(get("shared_passages") or 0), get("retold"), get("facts"))
    )


def _held_info(edge: EdgeLike) -> str:
    get = edge.properties.get
    source = str(get("source") or "")
    place = f"{source}, {get('pointer')}" if source and get("pointer") else source
    seen = f"first seen {str(get('first_seen'))[:10]}" if get("first_seen") else ""
    return "\n".join(line for line in (place, seen) if line)


def positions(ids: list[str], edges: list[tuple[str, str]]) -> dict[str, Point]:
    """A place for each node: connected parts around their one middle or by a seeded spring layout, lying down, side by side."""
    order = sorted(set(ids))
    index = {name: i for i, name in enumerate(order)}
    graph: Any = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(order)
    graph.add_edges_from([(index[a], index[b], None) for a, b in sorted(edges)])
    parts = sorted((sorted(part) for part in rx.connected_components(graph)), key=lambda part: (-len(part), part))
    places: dict[str, Point] = {}
    right = 0.0
    for part in parts:
        spots = _spread(_around(graph, part))
        spots -= np.array([spots[:, 0].min(), (spots[:, 1].min() + spots[:, 1].max()) / 2])
        for i, (x, y) in zip(part, spots, strict=True):
            places[order[i]] = (float(x) + right, float(y))
        right += float(spots[:, 0].max()) + 1.6 * EDGE_LENGTH
    return places


def _around(graph: Any, part: list[int]) -> np.ndarray:
    """What touches one node lies around it, each at an angle of its own: on one ray it would look like a chain."""
    centre = max(range(len(part)), key=lambda i: graph.degree(part[i]))
    others = len(part) - 1
    between = graph.subgraph(part).num_edges() - others
    if others < FEWEST_AROUND or graph.degree(part[centre]) < others or between > others // 4:
        return _lie_down(_spring(graph, part))
    near = max(EDGE_LENGTH, others / 2 * 0.8 * float(ROOM[0]) / (2 * np.pi))
    turn = np.arange(others) * 2 * np.pi / others
    far = np.where(np.arange(others) % 2, near + float(ROOM[1]), near)  # two rings, for the labels
    ring = np.stack([far * np.cos(turn), far * np.sin(turn)], axis=1) * WIDEN
    return np.insert(ring, centre, 0.0, axis=0)


def _spring(graph: Any, part: list[int]) -> np.ndarray:
    if len(part) == 1:
        return np.zeros((1, 2))
    own = graph.subgraph(part)
    rounds = 400 if len(part) <= 300 else 120
    layout = rx.spring_layout(own, seed=SEED, num_iter=rounds)
    spots = np.array([layout[i] for i in range(len(part))], dtype=float)
    lengths = [float(np.hypot(*(spots[a] - spots[b]))) for a, b in own.edge_list()]
    return spots * (EDGE_LENGTH / max(float(np.median(lengths)), 1e-9))


def _lie_down(spots: np.ndarray) -> np.ndarray:
    """The long axis horizontal (panels are wide), far outliers pulled in."""
    if len(spots) < 3:
        return spots
    centred = spots - np.median(spots, axis=0)
    _, _, axes = np.linalg.svd(centred - centred.mean(axis=0), full_matrices=False)
    axes *= np.where(axes[np.arange(2), np.abs(axes).argmax(axis=1)] < 0, -1.0, 1.0)[:, None]  # SVD leaves signs open
    turned = centred @ axes.T * WIDEN
    reach = np.maximum(np.quantile(np.abs(turned), 0.95, axis=0) * 1.35, EDGE_LENGTH)
    return np.asarray(np.clip(turned, -reach, reach))


def _spread(spots: np.ndarray) -> np.ndarray:
    """Push marks apart until their labels have room, a little each time."""
    if len(spots) < 2 or len(spots) > SPREAD_LIMIT:
        return spots
    spots = spots + np.stack([np.arange(len(spots)), -np.arange(len(spots))], axis=1) * 1e-3  # none exactly on another
    for _ in range(80):
        apart = (spots[:, None, :] - spots[None, :, :]) / ROOM
        distance = np.hypot(apart[..., 0], apart[..., 1])
        np.fill_diagonal(distance, 9.0)
        push = np.clip(1.0 - distance, 0.0, None)
        if not push.any():
            break
        spots = spots + 0.35 * (apart / distance[..., None] * push[..., None] * ROOM).sum(axis=1)
    return spots
