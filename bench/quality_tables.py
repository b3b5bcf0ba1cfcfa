"""The measured rows as Markdown tables: all that is behind what was reached (quality_asked.py)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from quality_measures import calibration_error, pooled, upper_limit
from quality_rows import ALL, AS_IT_STANDS, WAYS
from quality_worlds import CURVE, EVASIONS, MISSING, NONE_SIZE, OTHER_MAKE, ROWS_SIZE, Seeds

Row = dict[str, Any]
NOT_RUN = "not run"


class Results:
    """All rows of one run, asked by what they are about."""

    def __init__(self, rows: Iterable[Row], seeds: Seeds, applicants: int, small: int, scale: int = 0) -> None:
        self.seeds = seeds
        self.applicants = applicants
        self.small = small  # applicants of the curves
        self.off_size, self.none_size = min(ROWS_SIZE, applicants), min(NONE_SIZE, applicants)
        self.scale = f"scale|{seeds.people}|{scale or applicants}"  # the key of the time and memory
        last = {(row["key"], row.get("row"), row.get("way"), row.get("applicants")): row for row in rows}
        self.rows = list(last.values())
        self.worlds = [row for row in self.rows if "f1" in row and "row" not in row]

    def crowds(self, name: str, evasion: float | None = None) -> list[Row]:
        """Full-size worlds of this name."""
        wanted = {
            "textbook": self.seeds.life[:1],
            "life-like": self.seeds.life,
            self.seeds.other: self.seeds.changed,
        }[name]
        return [
            row
            for row in self.worlds
            if row["name"] == name and row["applicants"] == self.applicants and row["seed"] in wanted
            if not row["missing"] and (evasion is None or row["evasion"] == evasion) and self._asked(name, row)
        ]

    def _asked(self, name: str, row: Row) -> bool:
        return name == "textbook" or row["evasion"] in EVASIONS

    def all_crowds(self) -> list[Row]:
        names = ("textbook", "life-like", self.seeds.other)
        return [row for name in names for row in self.crowds(name)]

    def judged(self) -> list[Row]:
        """The life-like and the changed worlds, of which calibration and facilitators are told."""
        return [row for row in self.all_crowds() if row["name"] != "textbook"]

    def other_make(self) -> list[Row]:
        """Worlds of another make, of these seeds and the size of the curves."""
        wanted = [row for row in self.worlds if row["name"] == OTHER_MAKE and row["seed"] in self.seeds.make]
        return sorted(
            (row for row in wanted if row["applicants"] == self.small), key=lambda row: (row["seed"], row["evasion"])
        )

    def none(self) -> list[Row]:
        """Worlds without a ring, of these seeds and their own size."""
        wanted = [row for row in self.worlds if row["name"] == "no ring" and row["seed"] in self.seeds.none]
        return [row for row in wanted if row["applicants"] == self.none_size]

    def curve(self, evasion: float, missing: Sequence[str] = ()) -> Row | None:
        """The point of a curve."""
        for row in self.worlds:
            place = (row["name"], row["seed"], row["applicants"], row["evasion"], tuple(row["missing"]))
            if place == ("life-like", self.seeds.life[0], self.small, evasion, tuple(missing)):
                return row
        return None

    def off(self) -> list[Row]:
        """Rows of the table off by half, of the first seed and their own size."""
        return self.of(f"rows|{self.seeds.life[0]}|{self.off_size}|")

    def as_it_stands(self) -> Row | None:
        """The small world beside them: the table as it is."""
        return next((row for row in self.off() if row["row"] == AS_IT_STANDS), None)

    def timed(self) -> list[Row]:
        """Both sizes of the part scale."""
        return [row for row in self.rows if row["key"] == self.scale]

    def of(self, key: str) -> list[Row]:
        return [row for row in self.rows if row["key"].startswith(key)]


def table(heads: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """A Markdown table; numbers to the right."""
    body = [[_cell(item) for item in line] for line in lines]
    ruler = ["---" if number == 0 else "---:" for number, _ in enumerate(heads)]
    return "\n".join("| " + " | ".join(line) + " |" for line in (list(heads), ruler, *body)) + "\n"


def _cell(item: object) -> str:
    if item is None:
        return NOT_RUN
    return f"{item:.3f}" if isinstance(item, float) else f"{item:,}" if isinstance(item, int) else str(item)


def span(rows: Sequence[Row], what: str) -> str:
    """One number, or the least and the greatest of several worlds."""
    values = sorted(row[what] for row in rows)
    if not values:
        return NOT_RUN
    low, high = f"{values[0]:.3f}", f"{values[-1]:.3f}"
    return low if low == high else f"{low} to {high}"


def worlds(results: Results) -> str:
    """Every full-size world."""
    heads = "world|seed|evasion|F1|P|R|components F1|two families F1|rings|whole|first|first of its role|degree first"
    heads += "|networks|of them no ring|innocent in top 20|acquaintances drawn in|CPU s"
    names = "name seed evasion f1 precision recall components two_families rings whole first first_main first_degree networks"
    lines = [
        [
            *(row[name] if name != "seed" else str(row[name]) for name in names.split()),
            row["networks"] - row["networks_ring"],
            row["innocent_top"],
            f"{row['drawn_in']:,} of {row['acquainted']:,}",
            f"{row['cpu']:.0f}",
        ]
        for row in results.all_crowds()
    ]
    return table(heads.split("|"), lines)


def other_make(results: Results) -> str:
    """Worlds of another make, beside what can be reached there."""
    heads = "seed|evasion|reachable F1|F1|P|R|components F1|two families F1|rings|networks|of them no ring|innocent in top 20"
    names = "reachable f1 precision recall components two_families rings networks"
    lines = [
        [
            str(row["seed"]),
            str(row["evasion"]),
            *(row[name] for name in names.split()),
            row["networks"] - row["networks_ring"],
            row["innocent_top"],
        ]
        for row in results.other_make()
    ]
    return table(heads.split("|"), lines) if lines else f"{NOT_RUN}\n"


def reliability(rows: Sequence[Row]) -> str:
    """Stated against observed, by tenths."""
    bins = pooled(row["bins"] for row in rows)
    lines = [
        (f"{one.low:.0%} to {one.low + 0.1:.0%}", one.count, f"{one.stated:.1%}", f"{one.observed:.1%}") for one in bins
    ]
    return table(("stated", "groups", "mean stated", "observed: a ring"), lines)


def none(results: Results) -> str:
    """Worlds without any ring, summed up."""
    rows = results.none()
    if not rows:
        return f"{NOT_RUN}\n"
    hits = sum(row["networks_q"] > 0 for row in rows)
    lines: list[Sequence[object]] = [
        ("runs", len(rows)),
        ("applicants of each", results.none_size),
        ("runs with any network at q ≤ .05", hits),
        ("one-sided 95 % upper limit of that rate (Clopper-Pearson)", f"{upper_limit(hits, len(rows)):.1%}"),
        ("runs with any network at all", sum(row["networks"] > 0 for row in rows)),
        ("networks in all runs", sum(row["networks"] for row in rows)),
    ]
    return table(("", "no ring"), lines)


CURVES = {"f1": "F1", "precision": "precision", "recall": "recall", "two_families": "two families F1"}
CURVES |= {"components": "components F1"}


def evasion(results: Results) -> str:
    """The curve over evasion as numbers."""
    lines = [
        [str(point), *(row[name] if (row := results.curve(point)) else None for name in (*CURVES, "whole"))]
        for point in CURVE
    ]
    return table(("evasion", *CURVES.values(), "rings ≥ 5 whole"), lines)


def sources(results: Results) -> str:
    """F1 and precision without each source."""
    lines = [
        [missing_words(one)]
        + [row[name] if (row := results.curve(e, one)) else None for e in EVASIONS for name in ("f1", "precision")]
        for one in MISSING
    ]
    return table(("sources", *(f"{what}, evasion {e}" for e in EVASIONS for what in ("F1", "P"))), lines)


def missing_words(missing: Sequence[str]) -> str:
    """ "all", "no payroll", "none of payroll, CVs, IPs"."""
    if not missing:
        return "all sources"
    return f"no {missing[0]}" if len(missing) == 1 else f"none of {', '.join(missing)}"


def rows_off(results: Results) -> str:
    """F1 and calibration error with each row of the table off by half."""
    found = {(row["row"], row["way"]): row for row in results.off()}
    if not found:
        return f"{NOT_RUN}\n"
    names = list(dict.fromkeys(name for name, _ in found))
    order = sorted((name for name in names if name not in (AS_IT_STANDS, ALL)), key=lambda n: _moved(found, n))
    lines = [_off_line(found, name, ("",) * 3) for name in (AS_IT_STANDS,)]
    lines += [_off_line(found, name, WAYS) for name in [*([ALL] if ALL in names else []), *order]]
    heads = ["row", *(f"F1, {way}" for way in WAYS), *(f"ECE, {way}" for way in WAYS), "innocent in top 20"]
    return table(heads, lines)


def _moved(found: dict[tuple[str, str], Row], name: str) -> float:
    return min(float(found[(name, way)]["f1"]) for way in WAYS if (name, way) in found)


def _off_line(found: dict[tuple[str, str], Row], name: str, ways: Sequence[str]) -> list[object]:
    rows = [found.get((name, way)) for way in ways]
    errors = [calibration_error(pooled([row["bins"]])) if row else None for row in rows]
    top = max((row["innocent_top"] for row in rows if row), default=0)
    return [name.replace("_", " "), *(row["f1"] if row else None for row in rows), *errors, top]


def unseen(results: Results) -> str:
    """Crowds that no row was set by, by kind over all worlds."""
    found = [row for row in results.of("unseen|") if row["applicants"] == results.small]
    heads = ("kind", "crowds", "half of it in a network", "of these at q ≤ .05", "most bits")
    kinds = list(dict.fromkeys(row["unseen"] for row in found))
    lines = []
    for kind in kinds:
        of = [row for row in found if row["unseen"] == kind]
        sums = [sum(row[name] for row in of) for name in ("crowds", "taken", "sure")]
        lines.append([kind.replace("_", " "), *sums, f"{max(row['most'] for row in of):.1f}"])
    return table(heads, lines) if lines else f"{NOT_RUN}\n"


def scale(results: Results) -> str:
    """Time and memory of the whole process."""
    lines = [
        [
            f"{row['applicants']:,}",
            *(f"{row[step]:.1f}" for step in ("wall", "start", "facts", "links", "findings", "cpu")),
            f"{row['memory'] / 1e9:.2f}",
            row["found"],
        ]
        for row in results.timed()
    ]
    heads = ("applicants", "s in all", "start", "facts", "links", "findings", "CPU s", "peak GB", "findings made")
    return table(heads, lines) if lines else f"{NOT_RUN}\n"


def people(results: Results) -> str:
    """What came out of innocent W2 rows."""
    found = results.of("people|")
    if not found:
        return "Not run: the library pseudopeople was not installed and no `--people FILE` was given.\n"
    names = ("rows", "persons", "networks", "household", "address", "employer", "nothing")
    heads = ("W2 rows", "persons found", "networks", "of one household", "of one address", "of one employer", "other")
    return table(heads, [[found[0][name] for name in names]])
