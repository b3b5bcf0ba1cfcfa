"""Reading the graph for a screen: the picture of a finding, the neighbours of a node, the way between two applicants.

Node names are those of `records.Node.id`. Every picture has a limit, says how many nodes there would be, and is the same
each time: a total order decides what is kept.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from graph.model.errors import UsageError
from graph.model.kinds import KINDS
from graph.store import schema
from graph.store.bolt import Bolt
from graph.store.records import Edge, Node, Subgraph
from graph.store.rowset import HASH

HIDDEN = frozenset({HASH})
NODE = "labels({0}) AS labels, properties({0}) AS properties"
LONGEST_PATH = 6  # applicants on the way, both ends included


def finding_graph(bolt: Bolt, finding: str, limit: int) -> Subgraph:
    """Members of a finding and the values that at least two of them share, with its facilitators.

    Over the limit, facilitators come first, then values by how many members hold them (public ones last), up to a third
    of the room; the rest of the room is for the members that hold most of those. Raises UsageError when the graph has no
    such finding.
    """
    if not bolt.tuples("MATCH (c:Cluster {id: $id}) RETURN c.rank", {"id": finding}):
        raise UsageError(
            f"the graph has no finding {finding!r}.",
            remedy="List them with: linchpin findings. Load them with: linchpin load",
        )
    members = bolt.read(
        f"MATCH (n:Applicant)-[m:MEMBER_OF]->(c:Cluster {{id: $id}}) RETURN {NODE.format('n')}, m.person AS person",
        {"id": finding},
    )
    shared = bolt.read(
        "MATCH (c:Cluster {id: $id})<-[:MEMBER_OF]-(a:Applicant)-[e]->(n:Identifier) "
        f"WITH n, count(DISTINCT a) AS members WHERE members >= 2 RETURN {NODE.format('n')}, members",
        {"id": finding},
    )
    leads = bolt.read(
        f"MATCH (n:Identifier)-[f:FACILITATES]->(c:Cluster {{id: $id}}) RETURN {NODE.format('n')}, f.rank AS rank",
        {"id": finding},
    )
    people = {node.id: node for node in (_node(row, person=row["person"]) for row in members)}
    values = {node.id: node for node in (_node(row, members=row["members"]) for row in shared)}
    for row in leads:
        node = _node(row, facilitator=row["rank"])
        known = values.get(node.id, node)
        values[node.id] = Node(
            node.id, node.kind, node.label, node.display, {**known.properties, "facilitator": row["rank"]}
        )
    total = len(people) + len(values)
    ordered = sorted(values.values(), key=_value_order)
    if total > limit:
        ordered = ordered[: max(1, min(len(ordered), max(limit // 3, limit - len(people))))]
    edges = _edges_between(bolt, list(people), [node.id for node in ordered])
    kept_people = _most_connected(list(people.values()), edges, max(0, limit - len(ordered)))
    names = {node.id for node in (*kept_people, *ordered)}
    edges = [edge for edge in edges if edge.source in names and edge.target in names]
    return _subgraph([*kept_people, *ordered], edges, total)


def neighbours(bolt: Bolt, node: str, limit: int, *, findings: bool) -> Subgraph:
    """A node and what it touches, at most `limit` neighbours; the most telling first: values before public ones, values
    with more holders first, then by name. Without `findings`, applicants and values only. Raises UsageError when there is
    no such node."""
    match, parameters = _match(node)
    centre = bolt.read(f"MATCH {match} RETURN {NODE.format('n')}", parameters)
    if not centre:
        raise UsageError(f"the graph has no node {node!r}.", remedy="Look for it with: linchpin query, or the search.")
    wanted = "m:Applicant OR m:Identifier OR m:Cluster" if findings else "m:Applicant OR m:Identifier"
    touching = f"MATCH {match}-[e]-(m) WHERE {wanted} "
    total = int(bolt.tuples(f"{touching} RETURN count(DISTINCT m)", parameters)[0][0])
    rows = bolt.read(
        f"{touching} RETURN labels(m) AS labels, properties(m) AS properties, type(e) AS kind, "
        "properties(e) AS edge, startNode(e) = n AS forward "
        "ORDER BY coalesce(m.public, false), coalesce(m.holders, 0) DESC, m.key, m.id, kind LIMIT $most",
        {**parameters, "most": limit * 3},
    )
    middle = _node(centre[0])
    nodes = {middle.id: middle}
    edges: list[Edge] = []
    for row in rows:
        other = _node(row)
        if other.id not in nodes:
            if len(nodes) > limit:
                continue
            nodes[other.id] = other
        ends = (middle.id, other.id) if row["forward"] else (other.id, middle.id)
        edges.append(Edge(*ends, row["kind"], _shown(row["edge"])))
    return _subgraph(list(nodes.values()), edges, total + 1)


def path(bolt: Bolt, left: str, right: str) -> Subgraph:
    """The shortest way between two applicants through values that are not public, and copied CVs. Empty when there is
    none over at most LONGEST_PATH applicants. Of several, the first by name."""
    ends = [_applicant_id(bolt, name) for name in (left, right)]
    start, goal = (f"applicant:{id}" for id in ends)
    before: dict[str, str] = {start: ""}
    frontier = [start]
    for _ in range(LONGEST_PATH - 1):
        if goal in before or not frontier:
            break
        values = _step(bolt, frontier, before, "MATCH (n:Applicant {id: x})-[]->(m:Identifier) WHERE m.public = false")
        people = _step(bolt, frontier, before, "MATCH (n:Applicant {id: x})-[:SIMILAR_CV]-(m:Applicant)")
        frontier = sorted(people + _step(bolt, values, before, "MATCH (n:Identifier {key: x})<-[]-(m:Applicant)"))
    if goal not in before:
        return Subgraph((), (), 0, False)
    way = [goal]
    while before[way[-1]]:
        way.append(before[way[-1]])
    nodes = _nodes(bolt, way[::-1])
    people = [name for name in way if name.startswith("applicant:")]
    steps = {frozenset(pair) for pair in pairwise(way)}
    edges = _edges_between(bolt, people, [name for name in way if not name.startswith("applicant:")])
    return _subgraph(nodes, [edge for edge in edges if {edge.source, edge.target} in steps], len(nodes))


def _step(bolt: Bolt, frontier: list[str], before: dict[str, str], match: str) -> list[str]:
    """One hop from every node of the frontier; fills `before` and returns what was not reached yet."""
    keys = [name.removeprefix("applicant:") for name in frontier]
    back = dict(zip(keys, frontier, strict=True))
    rows = bolt.tuples(f"UNWIND $keys AS x {match} RETURN DISTINCT x, labels(m), m.id, m.key", {"keys": keys})
    fresh: dict[str, str] = {}
    for origin, labels, id, key in rows:
        name = schema.node_id(labels, id, key)
        if name not in before:
            fresh[name] = min(fresh.get(name, back[origin]), back[origin])
    before.update(fresh)
    return sorted(fresh)


def _edges_between(bolt: Bolt, people: list[str], values: list[str]) -> list[Edge]:
    ids = [name.removeprefix("applicant:") for name in people]
    wanted = set(values)
    holding = bolt.read(
        "UNWIND $keys AS x MATCH (i:Identifier {key: x})<-[e]-(a:Applicant) WHERE a.id IN $ids "
        "RETURN 'applicant:' + a.id AS source, x AS target, type(e) AS kind, properties(e) AS properties",
        {"ids": ids, "keys": values},
    )
    similar = bolt.read(
        "UNWIND $ids AS x MATCH (a:Applicant {id: x})-[e:SIMILAR_CV]->(b:Applicant) WHERE b.id IN $ids "
        "RETURN 'applicant:' + a.id AS source, 'applicant:' + b.id AS target, type(e) AS kind, "
        "properties(e) AS properties",
        {"ids": ids},
    )
    inside = bolt.read(
        "UNWIND $keys AS x MATCH (i:Identifier {key: x})-[e:PART_OF]->(o:Identifier) "
        "RETURN x AS source, o.key AS target, type(e) AS kind, properties(e) AS properties",
        {"keys": values},
    )
    rows = [*holding, *similar, *(row for row in inside if row["target"] in wanted)]
    return [Edge(row["source"], row["target"], row["kind"], _shown(row["properties"])) for row in rows]


def _nodes(bolt: Bolt, names: list[str]) -> list[Node]:
    found = []
    for name in names:
        match, parameters = _match(name)
        found += [_node(row) for row in bolt.read(f"MATCH {match} RETURN {NODE.format('n')}", parameters)]
    return found


def _most_connected(people: list[Node], edges: list[Edge], most: int) -> list[Node]:
    touched: dict[str, int] = {}
    for edge in edges:
        touched[edge.source] = touched.get(edge.source, 0) + 1
        touched[edge.target] = touched.get(edge.target, 0) + 1
    ordered = sorted(people, key=lambda node: (-touched.get(node.id, 0), node.id))
    return sorted(ordered[:most], key=lambda node: node.id)


def _value_order(node: Node) -> tuple[Any, ...]:
    known = node.properties
    return (known.get("facilitator", 1 << 30), bool(known.get("public")), -known.get("members", 0), node.id)


def _subgraph(nodes: list[Node], edges: list[Edge], total: int) -> Subgraph:
    ordered = sorted(edges, key=lambda edge: (edge.source, edge.target, edge.kind))
    return Subgraph(tuple(nodes), tuple(ordered), total, len(nodes) < total)


def _match(node: str) -> tuple[str, dict[str, Any]]:
    """The pattern that finds a node by its name, as `n`."""
    kind, _, rest = node.partition(":")
    if kind == "applicant":
        return "(n:Applicant {id: $x})", {"x": rest}
    if kind == "cluster":
        return "(n:Cluster {id: $x})", {"x": rest}
    return "(n:Identifier {key: $x})", {"x": node}


def _applicant_id(bolt: Bolt, name: str) -> str:
    for id in (name, name.removeprefix("applicant:")):
        if bolt.tuples("MATCH (n:Applicant {id: $id}) RETURN n.id", {"id": id}):
            return id
    raise UsageError(f"the graph has no applicant {name!r}.", remedy="Give the id of an application.")


def _node(row: dict[str, Any], **more: Any) -> Node:
    labels, known = row["labels"], row["properties"]
    id = schema.node_id(labels, known.get("id"), known.get("key"))
    properties = {**_shown(known), **{key: value for key, value in more.items() if value is not None}}
    if "Cluster" in labels:
        return Node(id, "cluster", known.get("title") or known["id"], known.get("summary") or "", properties)
    if "Identifier" in labels:
        kind, display = known["kind"], known.get("display") or known.get("value") or ""
        title = KINDS[kind].title if kind in KINDS else kind
        return Node(id, kind, display, f"{title}: {display}", properties)
    name = known.get("name") or known["id"]
    return Node(id, "applicant", name, f"{name} ({known['id']})", properties)


def _shown(properties: dict[str, Any]) -> dict[str, Any]:
    return {key: properties[key] for key in sorted(properties) if key not in HIDDEN and properties[key] is not None}
