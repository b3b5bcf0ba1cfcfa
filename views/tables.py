"""Tables as plain rows: members, links, facilitators, explanations. The words beside the picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.model.findings import Facilitator, Finding
from graph.present.alike import alike_lines, is_retold
from graph.present.pictures import Picture, line_id, title_of
from graph.store.records import Edge, Subgraph
from views import guard
from views.data import Person
from views.words import bits, chance

ROWS_SHOWN = 500


def table(label: str, columns: Sequence[str], rows: Sequence[Sequence[object]], rest: str = "") -> str:
    """HTML of a table. A column that begins with "#" holds numbers, one that begins with "!" does not wrap.

    rest: where all rows stand, said when not all are shown.
    """
    heads = [{"title": name.lstrip("#!"), "number": name[0] == "#", "tight": name[0] == "!"} for name in columns]
    return guard.page("table.html", label=label, columns=heads, rows=rows[:ROWS_SHOWN], total=len(rows), rest=rest)


def members(finding: Finding, people: Mapping[str, Person]) -> str:
    """Each application, with the number of the person it belongs to."""
    number = {member: i for i, group in enumerate(finding.member_persons, start=1) for member in group}
    rows = []
    for member in sorted(finding.members, key=lambda one: (number.get(one, 10**9), one)):
        person = people.get(member, Person(member, "", "", "", "", ""))
        fields = (person.name, member, person.role, person.applied_at[:10], person.employer, person.status)
        rows.append((number.get(member, ""), *fields))
    columns = ("#Person", "Name", "!Application", "Role", "!Applied", "Employer", "Status")
    return table("Members of the finding", columns, rows)


def links(drawn: Picture, graph: Subgraph) -> str:
    """Each line that is drawn as a row: the twin of the canvas for those who cannot see it."""
    marks = {mark.id: mark for mark in drawn.marks}
    edges = {line_id(edge): edge for edge in graph.edges}
    rows = []
    for line in drawn.lines:
        first, second, edge = marks[line.source], marks[line.target], edges[line.id]
        relation = _alike(edge) if line.similar else line.title.lower() if first.kind != "applicant" else line.title
        rows.append((first.label, relation, second.label, _seen(edge), _where(edge)))
    alike = any(line.similar for line in drawn.lines)
    heads = (
        ("!First seen, or how alike", "Where it stands, or what is alike")
        if alike
        else ("!First seen", "Where it stands")
    )
    return table("Links of the graph", ("!From", "!Relation", "To", *heads), rows)


def _alike(edge: Edge) -> str:
    score, retold = float(edge.properties.get("score") or 0.0), edge.properties.get("retold")
    return "tells one career with" if is_retold(score, retold) else "similar CV to"


def _seen(edge: Edge) -> str:
    score = edge.properties.get("score")
    if score is not None:
        return f"{float(score):.0%} the same"
    return str(edge.properties.get("first_seen") or "")[:10]


def _where(edge: Edge) -> str:
    """Of alike CVs what they have in common, of a value where it stands."""
    get = edge.properties.get
    if get("score") is not None:
        return "; ".join(
            alike_lines(float(get("score") or 0), int(get("shared_passages") or 0), get("retold"), get("facts"))
        )
    source, pointer = edge.properties.get("source"), edge.properties.get("pointer")
    return ", ".join(str(one) for one in (source, pointer) if one)


def facilitators(finding: Finding) -> str:
    """All candidates: values, bundles and persons, with what was expected by chance."""
    candidates = finding.facilitators or (finding.facilitator,)
    rows = [
        (
            one.rank,
            title_of(one.kind) if one.what != "bundle" else f"{title_of(one.kind)} and more",
            _candidate(one),
            one.role or "not said by the facts",
            one.members,
            one.holders,
            one.met,
            _few(one.expected),
            f"{'≤ ' if one.method == 'bound' and one.p_value < 1 else ''}{chance(one.p_value)}",
            chance(one.q_value),
            one.reason,
        )
        for one in sorted(candidates, key=lambda one: one.rank)
    ]
    columns = (
        *("#Rank", "!Kind", "Value", "Role", "#Depend on it", "#Holders in all", "#Pairs met", "#By chance"),
        *("#p", "#q", "Why"),
    )
    return table("What holds it together", columns, rows)


def _candidate(one: Facilitator) -> str:
    """A value with its bundle; a person with the values that they act through."""
    others = [other for other in one.bundle if other != one.display]
    if one.what == "person":
        return f"{one.display}, by {', '.join(others)}" if others else one.display
    return " + ".join([one.display, *others])


def _few(expected: float) -> str:
    """An expected number: two figures where it is small."""
    return f"{expected:.2f}" if expected >= 0.1 or expected == 0 else f"{expected:.2g}"


def losses(finding: Finding) -> str:
    """What is left without one link, one source, one family, and whether it would still be a network."""
    what = {"link": "Strongest link", "source": "Source", "family": "Family"}
    rows = [
        (
            what[loss.what],
            loss.name,
            f"{loss.persons} of {finding.persons}",
            bits(loss.score, sign=True) if loss.persons else "–",
            "still a network" if loss.network else "no network",
            loss.sentence,
        )
        for loss in finding.fragility.losses
    ]
    columns = ("!Taken away", "Which", "#Hang together", "#Bits", "!Then", "In words")
    return table("What is left without one thing", columns, rows)


def explanations(finding: Finding) -> str:
    """Each named explanation against one facilitator, the likeliest first."""
    ranked = sorted(finding.explanations, key=lambda one: (-one.score, one.name))
    rows = [(one.name.capitalize(), bits(one.score, sign=True), one.reason, one.decide) for one in ranked]
    return table("Other explanations", ("!Explanation", "#Bits", "How it fits", "What would decide"), rows)


def records(label: str, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], rest: str = "") -> str:
    """A table of mappings: `columns` maps a field to its heading."""
    return table(label, tuple(columns.values()), [[row.get(name, "") for name in columns] for row in rows], rest)
