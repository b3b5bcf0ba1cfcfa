"""Coarser values of a column are those that the kind says of each key."""

from __future__ import annotations

import pyarrow as pa
import pytest

from graph.model.kinds import KINDS
from graph.model.kinds.many.coarser import MANY

KEYS = {
    "address": (
        "us|12|north main street|unit 4|tucson|az|85701",
        "us|12|north main street||tucson|az|",
        "us|12|north main street||||85701",
        "us|12|north main street||||",
        "us||po box 1234||rancho santa fe|ca|92067",
        "us|12|po box 1234||rancho santa fe|ca|92067",
        "us||north main street|unit 4|tucson|az|85701",
        "us|12|5th street||tucson|az|85701",
        "gb|12|high street|unit 4|||sw1a 1aa",
        "gb|12|high street|unit 4|london||sw1a 1aa",
        "ie|12|high street|unit 4|cork||",
        "de|5|muster strasse||berlin||10115",
        "fr|12 bis|rue de la paix||paris||75002",
        "br|12|praça da sé||são paulo|sp|01001",
        "US|12|north main street||tucson|az|85701",
        "us|12|north main street||tucson|az",
        "us|12|north  main street -||tucson|az|85701",
        "",
    ),
    "ip": (
        "24.56.78.90",
        "24.56.78",
        "24.56.78.90.1",
        "2600:1f18:1:2:3:4:5:6",
        "2600:1f18:1:2::6",
        "2600:1f18:0:2:3:4:5:6",
        "2600:1f18:1:0:3:4:5:6",
        "2600:1f18::7",
        "2600:1f18:1:02:3:4:5:6",
        "nothing",
        "",
    ),
    "payroll_account": (
        "us:121137904:516661927058",
        "us:071923886:893859680084",
        "us:121137905:516661927058",
        "us:000000000:516661927058",
        "us:121137904:1234",
        "us:121137904:last4:1234",
        "iban:DE89370400440532013000",
        "tok:0123456789abcdef",
        "",
    ),
}


@pytest.mark.parametrize("kind", sorted(MANY))
def test_the_same_as_one_by_one(kind: str) -> None:
    keys = [*KEYS[kind], *(key for _, key, *_ in KINDS[kind].examples if key)]
    coarsen = KINDS[kind].coarsen
    assert coarsen is not None
    found = MANY[kind](pa.array(keys, pa.string()))
    wanted = [coarsen(key) for key, certain in zip(keys, found.certain, strict=True) if certain]
    assert wanted
    assert [
        (KINDS[kind].coarser, *one) for one in zip(found.key.to_pylist(), found.display.to_pylist(), strict=True)
    ] == [(one.kind, one.key, one.display) if one else None for one in wanted]
