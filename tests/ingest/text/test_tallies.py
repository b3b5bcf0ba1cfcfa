"""Counting hashes in a table of slots."""

from __future__ import annotations

import numpy as np

from ingest.text.tallies import counted, new_table, rare, tally


def test_hashes_are_counted_and_the_common_ones_left_out() -> None:
    codes = np.array([7, 9, 9, 0, 9, 7, 5], np.uint64)
    table = new_table()
    tally(codes, table)
    assert [counted(np.uint64(code), table) for code in (5, 7, 9)] == [1, 2, 3]
    kept = np.zeros(3, np.int32)
    groups = np.array([2, 1, 4], np.int32)
    out = np.zeros(len(codes), np.uint64)
    n = rare(codes, groups, table, 2, out, kept)
    assert out[:n].tolist() == [7, 0, 7, 5]
    assert kept.tolist() == [1, 0, 3]
