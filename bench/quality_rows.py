"""How far the result moves when the numbers of one explanation are off by half.

Three ways to be wrong, for each row of the table alone and for all rows together:
    low/high   every number of the row is multiplied by 0.5 or by 1.5, by a seeded coin each (`high` has the coins turned
               round), and each feature's levels are scaled back to their old sum; the prior is multiplied likewise
    flat       every number is pulled half-way to the uniform one: the row knows half as much
A level that a row does not write keeps its probability (REST).
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quality_measures import Row, measured
from quality_run import through, without, written
from quality_worlds import World

from graph.analyse import analyse
from graph.analyse.judging import contest, table

WAYS = ("low", "high", "flat")
ALL = "all rows"
AS_IT_STANDS = "as it stands"

Levels = dict[str, float]


def names() -> list[str]:
    """The rows that are changed, and all of them together."""
    return [*(row.name for row in table.ROWS), ALL]


def run_rows(world: World, part: int, parts: int) -> list[Row]:
    """F1 and reliability with the table as it stands and with each row of this part off by half."""
    with tempfile.TemporaryDirectory(prefix="linchpin-quality-") as folder:
        files = Path(folder) / "world"
        written(world, files)
        truth = json.loads((files / "truth.json").read_text(encoding="utf-8"))
        without(files, Path(folder) / "tables", ())
        links, document = through(Path(folder), Path(folder) / "tables")
    found = [_row(AS_IT_STANDS, "", measured(document, links, truth))] if part == 0 else []
    for name in names()[part::parts]:
        for way in WAYS:
            with off_by_half(name, way):
                found.append(_row(name, way, measured(analyse(links), links, truth)))
    return [row | {"key": f"rows|{world.seed}|{world.applicants}|{part}/{parts}"} for row in found]


def _row(name: str, way: str, figures: Row) -> Row:
    kept = ("f1", "precision", "recall", "whole", "rings", "innocent_top", "bins")
    return {"row": name, "way": way} | {one: figures[one] for one in kept}


@contextmanager
def off_by_half(name: str, way: str) -> Iterator[None]:
    """The table with one row (or all) wrong in one way; as it was afterwards."""
    rows = [row for row in table.ROWS if name in (row.name, ALL)]
    kept = [(row, row.prior, dict(row.expects)) for row in rows]
    try:
        for row in rows:
            coins = random.Random(f"{row.name}:coins")
            prior = row.prior * _factor(coins, way)
            object.__setattr__(row, "prior", prior)  # frozen for everybody else
            for feature, levels in kept[rows.index(row)][2].items():
                row.expects[feature] = _wrong(levels, coins, way)
            row._bits.clear()
        contest.forget()
        yield
    finally:
        for row, prior, expects in kept:
            object.__setattr__(row, "prior", prior)
            row.expects.update(expects)
            row._bits.clear()
        contest.forget()


def _wrong(levels: Levels, coins: random.Random, way: str) -> Levels:
    total = sum(levels.values())
    if way == "flat":
        return {level: (chance + total / len(levels)) / 2 for level, chance in levels.items()}
    moved = {level: chance * _factor(coins, way) for level, chance in levels.items()}
    return {level: chance * total / sum(moved.values()) for level, chance in moved.items()}


def _factor(coins: random.Random, way: str) -> float:
    heads = coins.random() < 0.5
    return 1.0 if way == "flat" else 0.5 if heads == (way == "low") else 1.5
