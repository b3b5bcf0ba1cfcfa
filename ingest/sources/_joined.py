"""Columns that are one value only together: first and last name, street and town. They are joined before a table is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from ingest.sources._plan import FIELDS, Observed, Plan, folded
from ingest.sources._tables import _single

NAME = ("first_name", "last_name")
STREET = ("street", "address_line_1")
REST = (
    ("house_number",),
    ("unit", "address_line_2"),
    ("city",),
    ("state",),
    ("postcode", "zip", "zip_code", "postal_code"),
)
KNOWN = frozenset(name for names in (*FIELDS.values(), NAME, STREET, *REST, ("payee_name",)) for name in names)
"""Columns whose meaning is known, also where they are not used."""

PLACE = frozenset({"city", "postcode", "zip", "zip_code", "postal_code"})


@dataclass(frozen=True)
class Joined:
    """Columns whose texts are one value together, and what is written between them."""

    columns: tuple[str, ...]
    between: str

    @property
    def name(self) -> str:
        """The column that is made of them, as it stands in the sources of a finding."""
        return " + ".join(self.columns)


def with_joined(table: pa.Table, joined: Mapping[str, Joined]) -> pa.Table:
    """The table with its joined columns beside the others; an empty text leaves no mark between."""
    for name, one in joined.items():
        texts = [pc.utf8_trim_whitespace(_single(table, part)) for part in one.columns if part in table.column_names]
        if texts:
            filled = [pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text) for text in texts]
            whole = pc.binary_join_element_wise(*filled, one.between, null_handling="skip")
            at = table.column_names.index(name) if name in table.column_names else None
            table = table.append_column(name, whole) if at is None else table.set_column(at, name, whole)
    return table


def plain_joined(columns: Iterable[str], plan: Plan) -> tuple[Plan, dict[str, Joined]]:
    """What the plain table's own columns say together, and the plan with it. A whole `name` comes before its parts."""
    by_name = {folded(column): column for column in reversed(list(columns))}
    joined = {}
    if "name" not in plan.fields and all(part in by_name for part in NAME):
        name = Joined(tuple(by_name[part] for part in NAME), " ")
        joined[name.name] = name
        plan = replace(plan, fields=plan.fields | {"name": name.name})
    street = next((by_name[part] for part in STREET if part in by_name), "")
    if street and PLACE & by_name.keys():
        parts = [next((by_name[part] for part in parts if part in by_name), "") for parts in REST]
        home = Joined((street, *filter(None, parts)), ", ")
        joined[home.name] = home
        plan = replace(plan, observed=(*plan.observed, Observed(home.name, "address", "home")))
    return plan, joined


def passed_over(columns: Iterable[str], plan: Plan, joined: Mapping[str, Joined]) -> list[str]:
    """The columns that a plain table's plan neither uses nor knows as what holds no identifier (a role, a date)."""
    used = {name for one in plan.observed for name in (one.column, one.holder)} | set(plan.fields.values())
    used |= {name for one in joined.values() for name in one.columns}
    return [name for name in columns if name and name not in used and folded(name) not in KNOWN]
