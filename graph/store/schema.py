"""What the graph is made of, derived from KINDS: labels, relationships, constraints and indexes.

Both engines take the same statements. Adding a kind adds its label and its relationship here by itself.
"""

from __future__ import annotations

from graph.model.kinds import KINDS

UNIQUE = (("Applicant", "id"), ("Identifier", "key"), ("Cluster", "id"), ("Decision", "id"), ("Load", "id"))
INDEXED = (("Identifier", "value"),)
"""What is looked up besides the keys. An index that no query uses costs a tenth of a load, so there are no others."""

SIMILAR, MEMBER, FACILITATES, PART_OF, ABOUT = "SIMILAR_CV", "MEMBER_OF", "FACILITATES", "PART_OF", "ABOUT"


def label_of(kind: str) -> str:
    """The label of an identifier's kind. Raises KeyError on a kind that is not in KINDS."""
    return KINDS[kind].label


def relationship_of(kind: str) -> str:
    """The relationship from an applicant to an identifier of this kind."""
    return KINDS[kind].relationship


def holding_relationships() -> tuple[str, ...]:
    """Every relationship from applicants to identifiers, in the order of KINDS, each once."""
    return tuple(dict.fromkeys(kind.relationship for kind in KINDS.values()))


def statements() -> tuple[str, ...]:
    """Constraints and indexes; running them again changes nothing."""
    unique = [
        f"CREATE CONSTRAINT {label.lower()}_{name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{name} IS UNIQUE"
        for label, name in UNIQUE
    ]
    indexes = [
        f"CREATE INDEX {label.lower()}_{name} IF NOT EXISTS FOR (n:{label}) ON (n.{name})" for label, name in INDEXED
    ]
    return (*unique, *indexes)


def node_id(labels: list[str], id: str | None, key: str | None) -> str:
    """The name of a node outside of the graph: "applicant:<id>", "cluster:<id>", or an identifier's key."""
    if "Identifier" in labels:
        return key or ""
    return f"{'cluster' if 'Cluster' in labels else 'applicant'}:{id or ''}"
