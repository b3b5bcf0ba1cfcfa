"""What the graph is made of, derived from KINDS: labels, relationships and constraints.

Both engines take the same statements. Adding a kind adds its label and its relationship here by itself.
"""

from __future__ import annotations

import hashlib

from graph.model.kinds import KINDS

LONGEST = 1_000
"""Characters of a text in the graph; the facts keep it whole."""

UNIQUE = (("Applicant", "id"), ("Identifier", "key"), ("Cluster", "id"), ("Decision", "id"), ("Load", "id"))
"""What is looked up. Nothing else is indexed: another index costs a tenth of a load, and a value is found by its key."""

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


def name_of_value(kind: str, key: str) -> str:
    """The key of an identifier's node, wherever it is named: "<kind>:<value>".

    A value over LONGEST is cut and carries a hash of the whole: engines bound what they index, and two long values that
    begin alike stay two.
    """
    return f"{kind}:{bounded(key)}"


def name_of(key: str) -> str:
    """The same for a key that is written as one text: "phone:+16502530000"."""
    kind, colon, value = key.partition(":")
    return name_of_value(kind, value) if colon else bounded(key)


def bounded(text: str) -> str:
    """The text, or its beginning and a hash of the whole when it is over LONGEST."""
    if len(text) <= LONGEST:
        return text
    mark = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return f"{text[:LONGEST]}…{mark}"


def statements() -> tuple[str, ...]:
    """The constraints, each with its index; running them again changes nothing."""
    return tuple(
        f"CREATE CONSTRAINT {label.lower()}_{name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{name} IS UNIQUE"
        for label, name in UNIQUE
    )


def node_id(labels: list[str], id: str | None, key: str | None) -> str:
    """The name of a node outside of the graph: "applicant:<id>", "cluster:<id>", or an identifier's key."""
    if "Identifier" in labels:
        return key or ""
    return f"{'cluster' if 'Cluster' in labels else 'applicant'}:{id or ''}"
