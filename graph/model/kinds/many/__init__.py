"""Values by the ten thousand: what `judge` says of the usual spellings of a kind, for a whole column at once.

    usual("phone", raws, regions)  ->  Usual(certain, key, display)

What is not certain here (a rare spelling, a filler, a value made for examples) is left to `judge`, one by one. So both roads
give the same; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from graph.model.kinds.many.accounts import usual_account
from graph.model.kinds.many.addresses import usual_address
from graph.model.kinds.many.base import Usual, nothing
from graph.model.kinds.many.devices import usual_device
from graph.model.kinds.many.mailboxes import usual_email
from graph.model.kinds.many.names import usual_name
from graph.model.kinds.many.networks import usual_ip
from graph.model.kinds.many.numbers import american_in_use, usual_phone
from graph.model.kinds.many.sites import usual_handle, usual_website

__all__ = ["Usual", "american_in_use", "usual"]

_BY_KIND: dict[str, Callable[[pa.Array, pa.Array], Usual]] = {
    "address": usual_address,
    "device": usual_device,
    "email": usual_email,
    "handle": usual_handle,
    "ip": usual_ip,
    "payroll_account": usual_account,
    "phone": usual_phone,
    "reference_email": usual_email,
    "reference_name": usual_name,
    "reference_phone": usual_phone,
    "website": usual_website,
}


def usual(kind: str, raws: pa.Array, regions: pa.Array) -> Usual:
    """The usual ones among values of a kind, and what they mean; `regions` beside them. All are of the kind itself."""
    return _BY_KIND.get(kind, nothing)(raws, regions)
