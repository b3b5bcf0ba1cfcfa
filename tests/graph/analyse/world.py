"""Small worlds for the tests of the analysis: who holds what, written out by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

from graph.model import links as schema
from graph.model.links import Links


@dataclass
class World:
    """Builds Links row by row; `build` puts them into their total order."""

    applicants: dict[str, dict[str, str]] = field(default_factory=dict)
    held: list[tuple[str, str, str, str, str, str]] = field(default_factory=list)
    texts: list[tuple[str, str, float, int]] = field(default_factory=list)

    def person(self, id_: str, name: str, *, applied: str = "2025-03-01T00:00:00Z", **more: str) -> str:
        self.applicants[id_] = {"name": name, "applied_at": applied} | more
        return id_

    def holds(self, id_: str, kind: str, key: str, *, context: str = "", holder: str = "", seen: str = "") -> None:
        self.held.append((id_, kind, key, context, holder, seen))

    def alike(self, left: str, right: str, jaccard: float, words: int = 0) -> None:
        self.texts.append((left, right, jaccard, words))

    def strangers(self, count: int, *, start: int = 0) -> None:
        """People with a phone, an address and a CV of their own."""
        for number in range(start, start + count):
            id_ = self.person(f"s{number:05}", f"Given{number} Family{number}", applied=_date(number))
            self.holds(id_, "phone", f"+1212{number:07}")
            self.holds(id_, "address", f"us|{number}|main street||town|ny|10001", context="home")

    def build(self) -> Links:
        ids = sorted(self.applicants)
        row = {id_: number for number, id_ in enumerate(ids)}
        columns: dict[str, list[object]] = {name: [] for name in schema.APPLICANTS.names}
        for number, id_ in enumerate(ids):
            one: dict[str, object] = {name: "" for name in schema.APPLICANTS.names}
            one |= {"id": id_, "record": f"table:application:{id_}", "system": "table", "type": "application"}
            one |= {"source": 0, "row": number + 1, "joined": []} | self.applicants[id_]
            for name in columns:
                columns[name].append(one[name])
        values = sorted({(kind, key) for _, kind, key, *_ in self.held})
        number_of = {value: number for number, value in enumerate(values)}
        merged: dict[tuple[int, int], list[tuple[str, str, str]]] = {}
        for id_, kind, key, context, holder, seen in self.held:
            merged.setdefault((number_of[(kind, key)], row[id_]), []).append((context, holder, seen))
        holders = [0] * len(values)
        for value, _ in merged:
            holders[value] += 1
        holdings = [
            {
                "applicant": applicant,
                "value": value,
                "observations": len(seen),
                "first_seen": min(s for _, _, s in seen),
                "last_seen": max(s for _, _, s in seen),
                "contexts": ",".join(sorted({c for c, _, _ in seen if c})),
                "holders": "; ".join(sorted({h for _, h, _ in seen if h})),
                "via": "",
                "raw": values[value][1],
                "rule": 1,
                "source": 0,
                "row": applicant + 1,
                "path": values[value][0],
            }
            for (value, applicant), seen in sorted(merged.items())
        ]
        pairs = sorted((*sorted((row[a], row[b])), j, w) for a, b, j, w in self.texts)
        with_text = sorted(
            {r for a, b, *_ in pairs for r in (a, b)} | {row[i] for i in ids if self.applicants[i].get("path")}
        )
        return Links(
            applicants=pa.table(columns, schema=schema.APPLICANTS),
            values=pa.table(
                {
                    "kind": [kind for kind, _ in values],
                    "key": [key for _, key in values],
                    "display": [key for _, key in values],
                    "holders": holders,
                    "coarser": [None] * len(values),
                },
                schema=schema.VALUES,
            ),
            holdings=pa.Table.from_pylist(holdings, schema=schema.HOLDINGS),
            text_pairs=pa.Table.from_pylist(
                [
                    {
                        "left": a,
                        "right": b,
                        "jaccard": j,
                        "shared": 10,
                        "passages": [{"left_start": 0, "left_end": 300, "right_start": 5, "right_end": 305, "words": w}]
                        if w
                        else [],
                        "retold": 0.0,
                        "facts": "",
                    }
                    for a, b, j, w in pairs
                ],
                schema=schema.TEXT_PAIRS,
            ),
            texts=pa.Table.from_pylist(
                [
                    {
                        "applicant": r,
                        "words": 500,
                        "file": f"{ids[r]}.pdf",
                        "file_sha256": "0" * 64,
                        "source": 0,
                        "row": None,
                        "path": "",
                    }
                    for r in with_text
                ],
                schema=schema.TEXTS,
            ),
            sources=pa.table(
                {"run": ["r1"], "name": ["made.csv"], "sha256": ["a" * 64], "reader": ["table"], "supersedes": [""]},
                schema=schema.SOURCES,
            ),
            runs=("r1",),
        )


def _date(number: int) -> str:
    return f"2025-{1 + number % 12:02}-{1 + number % 28:02}T00:00:00Z"


GIVEN = [
    "Ada",
    "Boris",
    "Chen",
    "Dalia",
    "Emeka",
    "Freya",
    "Goran",
    "Hana",
    "Ivo",
    "Jana",
    "Kofi",
    "Lena",
    "Milo",
    "Nadia",
    "Omar",
    "Petra",
    "Quinn",
    "Rosa",
    "Sven",
    "Tara",
]
FAMILY = [
    "Abbott",
    "Bauer",
    "Castillo",
    "Dumont",
    "Eriksen",
    "Fontaine",
    "Gruber",
    "Halloran",
    "Ivanov",
    "Jansen",
    "Kowalski",
    "Lindt",
    "Moreau",
    "Novak",
    "Okafor",
    "Petrov",
    "Quist",
    "Rossi",
    "Silva",
    "Tanaka",
]


def name(number: int, surname: str = "") -> str:
    """Different people, different surnames (unless one is given)."""
    return f"{GIVEN[number % 20]} {surname or FAMILY[(number * 7 + number // 20) % 20]}"


def crew(world: World, count: int, **more: str) -> list[str]:
    """Different people who share nothing yet, applied a day apart."""
    return [
        world.person(f"c{n}", name(n + 3), applied=f"2025-05-{10 + n}T00:00:00Z", path="x", **more)
        for n in range(count)
    ]


def on_one_account(world: World, count: int) -> list[str]:
    """Unrelated people whose pay goes to one account in another's name, applied a month apart; they share nothing else."""
    ids = [world.person(f"c{n}", name(n), applied=f"2025-0{n + 1}-01T00:00:00Z", path="x") for n in range(count)]
    for id_ in ids:
        world.holds(id_, "payroll_account", "us:021000021:1", holder="Morgan Vale")
    return ids


def ring(world: World, prefix: str = "r", size: int = 8, payee: str = "Morgan Vale") -> list[str]:
    """One facilitator: pools of phones, two accounts in foreign names, an exit, CVs from one base."""
    ids = [
        world.person(f"{prefix}{n}", name(n), applied=f"2025-0{1 + n % 5}-{10 + n}T00:00:00Z", path="x")
        for n in range(size)
    ]
    for n, id_ in enumerate(ids):
        world.holds(id_, "phone", f"+1646{prefix.encode().hex()[:2]}{n // 3:05}"[:12])
        world.holds(id_, "address", f"us|{900 + n}|{prefix} avenue||reno|nv|89501", context="home")
        if n < 4:
            world.holds(id_, "payroll_account", f"us:021000021:{prefix}{n // 2}77777", holder=payee)
        if n % 2 == 0:
            world.holds(id_, "ip", f"23.94.1.{7 + n // 4}")
    for n in range(size - 1):
        if n % 4 != 3:
            world.alike(ids[n], ids[n + 1], 0.72, 55)
    return ids


def newcomer(world: World, id_: str = "x", who: str = "Newton Comer") -> str:
    """Somebody with a telephone and a home of their own."""
    world.person(id_, who, applied="2025-03-20T00:00:00Z", path="x")
    world.holds(id_, "phone", f"+1301555{ord(id_):04}")
    world.holds(id_, "address", f"us|{ord(id_)}|other road||troy|ny|12180", context="home")
    return id_
