"""Records as Arrow columns and back: one column for each field of a frozen dataclass, tuples as lists, records as structs.

The schema follows from the annotations of the dataclass, so a new field needs no second declaration. A column that a kept
table does not have yet is read as the field's default.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from itertools import chain, pairwise
from operator import attrgetter
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import numpy as np
import pyarrow as pa

Record = TypeVar("Record")

_PLAIN: dict[Any, pa.DataType] = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


def _is_record(of: Any) -> bool:
    return is_dataclass(of)


@cache
def arrow_type(of: Any) -> pa.DataType:
    """The Arrow type of an annotation: a plain type, a Literal of texts, tuple[X, …] or a dataclass of such."""
    if of in _PLAIN:
        return _PLAIN[of]
    if get_origin(of) is Literal:
        return pa.string()
    if get_origin(of) is tuple:
        return pa.list_(arrow_type(get_args(of)[0]))
    if _is_record(of):
        return pa.struct([pa.field(name, arrow_type(kind)) for name, kind in _hints(of).items()])
    raise TypeError(f"no Arrow column for {of!r}")


@cache
def _hints(of: Any) -> dict[str, Any]:
    known = get_type_hints(of)
    return {one.name: known[one.name] for one in fields(of)}


@cache
def leaves(of: Any) -> tuple[str, ...]:
    """The columns of a Parquet file that a record is made of, as its reader names them ("evidence.list.element.key")."""
    if get_origin(of) is tuple:
        return tuple(f"list.element.{leaf}".rstrip(".") for leaf in leaves(get_args(of)[0]))
    if _is_record(of):
        return tuple(f"{name}.{leaf}".rstrip(".") for name, kind in _hints(of).items() for leaf in leaves(kind))
    return ("",)


def to_table(records: Sequence[Any], of: type) -> pa.Table:
    """One row for each record."""
    return pa.Table.from_struct_array(_to_array(records, of))


def from_table(table: pa.Table, of: type[Record]) -> list[Record]:
    """The inverse of `to_table`; of some columns only when the other fields have defaults."""
    columns = {name: table.column(name).combine_chunks() for name in table.column_names}
    return _records(columns, of, table.num_rows)


def _to_array(items: Sequence[Any], of: Any) -> pa.Array:
    if _is_record(of):
        columns = [_to_array(list(map(attrgetter(name), items)), kind) for name, kind in _hints(of).items()]
        return pa.StructArray.from_arrays(columns, fields=list(arrow_type(of)))
    if get_origin(of) is tuple:
        starts = np.concatenate(([0], np.cumsum(list(map(len, items)), dtype=np.int64)))
        flat = _to_array(list(chain.from_iterable(items)), get_args(of)[0])
        return pa.ListArray.from_arrays(pa.array(starts, pa.int32()), flat, type=arrow_type(of))
    return pa.array(items, arrow_type(of))


def _from_array(array: pa.Array, of: Any) -> list[Any]:
    if _is_record(of):
        return _records({field.name: array.field(at) for at, field in enumerate(array.type)}, of, len(array))
    if get_origin(of) is tuple:
        flat = _from_array(array.flatten(), get_args(of)[0])
        starts = array.offsets.to_pylist()
        return [tuple(flat[low - starts[0] : high - starts[0]]) for low, high in pairwise(starts)]
    found: list[Any] = array.to_pylist()
    return found


def _records(columns: dict[str, pa.Array], of: Any, rows: int) -> list[Any]:
    values = []
    for field in fields(of):
        if field.name in columns:
            values.append(_from_array(columns[field.name], _hints(of)[field.name]))
        elif field.default is not MISSING:
            values.append([field.default] * rows)
        else:
            raise KeyError(field.name)
    return [of(*row) for row in zip(*values, strict=True)] if values else []
