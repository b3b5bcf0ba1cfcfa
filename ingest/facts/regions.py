"""Regions of observations whose own file does not say where their record is: the record's other files say it, else the case.

A long table of identifiers names applicants who stand in another file. Read as of another country, "115 Station Road, Karnataka
560061" is in an American town. Of files that come together it is settled before they are cleaned; what comes later settles what
was open before when facts are read, so that the order of ingests decides nothing. Only what was settled stays: an applicant whose
country is corrected in a later ingest keeps what a long table was read as before.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.model.kinds import KINDS
from graph.model.large import Longs
from ingest.facts.cleaning import clean_observations
from ingest.facts.coded import coded, codes, in_one_piece, of_codes
from ingest.facts.collector import OBSERVED
from ingest.facts.columns import look_up, plain, shaped
from ingest.facts.gather import fill_regions
from ingest.sources._coded import whole

_REGIONAL = pa.array(sorted(kind.name for kind in KINDS.values() if kind.regional))
"""Kinds that are read by the country."""


def is_open(observed: pa.Table) -> bool:
    """Whether an observation may have no region."""
    return any(pc.any(pc.equal(_texts(chunk), "")).as_py() for chunk in observed["region"].chunks)


def _texts(column: pa.Array) -> pa.Array:
    return column.dictionary if pa.types.is_dictionary(column.type) else column


def borrowed(observed: pa.Table, records: pa.Table) -> pa.Table:
    """Observations (OBSERVED) without a region have that of their record; of several records of one name, of the last."""
    if not is_open(observed):
        return observed
    last = pa.array(np.arange(len(records))[::-1])
    return fill_regions(in_one_piece(observed), records.select(["record", "region"]).take(last))


def settle(
    observations: pa.Table, spellings: pa.Table, records: pa.Table, cleaned_as: Sequence[str], case_key: bytes
) -> tuple[pa.Table, pa.Table]:
    """Observations (SEEN, `spelling` among SPELLINGS) without a region have their record's, else the one they were cleaned as of.
    Where these two differ, what is read by the country is cleaned anew: its spelling is among the second table, which stands
    behind the spellings.

    cleaned_as: by number of the source the region of its case at the time.
    """
    region = coded(observations["region"])
    rows = np.flatnonzero(np.asarray(pc.equal(region.dictionary, ""))[codes(region)])
    part = observations.select(["record", "source", "spelling"]).take(pa.array(rows))
    before = pa.array(cleaned_as, pa.string()).take(whole(part["source"]))
    now = _region_of(part["record"], records, before)
    spelt = spellings.select(["asked", "raw"]).take(part["spelling"])
    again = pc.and_(pc.not_equal(now, before), pc.is_in(plain(spelt["asked"]), value_set=_REGIONAL))
    again = np.flatnonzero(np.asarray(pc.and_(again, pc.not_equal(plain(spelt["raw"]), ""))))
    read = shaped(spelt.append_column("region", now).take(pa.array(again)), OBSERVED)
    seen, fresh = clean_observations([read], case_key)
    spelling = np.array(whole(observations["spelling"]), np.int32)
    spelling[rows[again]] = np.asarray(seen["spelling"]) + np.int32(len(spellings))
    columns = {"region": _filled(region, rows, now), "spelling": pa.array(spelling)}
    for name, column in columns.items():
        observations = observations.set_column(observations.schema.get_field_index(name), name, column)
    return observations, fresh


def _region_of(record: pa.ChunkedArray, records: pa.Table, before: pa.Array) -> pa.Array:
    said = look_up(plain(record), plain(records["record"]), plain(records["region"]), "")
    return pc.if_else(pc.equal(said, ""), before, said)


def _filled(column: pa.DictionaryArray, rows: Longs, texts: pa.Array) -> pa.DictionaryArray:
    """The column with these texts in these rows."""
    encoded = texts.dictionary_encode()
    numbers = codes(column).copy()
    numbers[rows] = codes(encoded) + np.int32(len(column.dictionary))
    return of_codes(numbers, pa.concat_arrays([plain(column.dictionary), encoded.dictionary]))
