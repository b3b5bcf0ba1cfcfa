"""Values and holdings: counted by hand."""

from __future__ import annotations

import random

import pytest
from link_cases import facts, holders, observation, record, via

from graph.model.facts import Facts
from graph.model.links import TABLES
from graph.model.packed import plain
from ingest.link import link

MAIN = "us|12|main street|4|springfield|il|62701"
BUILDING = "us|12|main street||springfield|il|62701"


def test_holdings_gather_observations_of_one_applicant() -> None:
    who = "greenhouse:application:1"
    links = link(
        facts(
            [record(who), record("greenhouse:application:2")],
            [
                observation(
                    who, "phone", "+1", context="sign_in", holder="Zoe", observed_at="2026-03-02", row=9, raw="b"
                ),
                observation(
                    who, "phone", "+1", context="apply", holder="Ann", observed_at="2026-01-05", row=3, raw="a"
                ),
                observation(who, "phone", "+1", context="apply", row=5, raw="c"),
                observation(who, "phone", "", kind="", note="placeholder"),
                observation("greenhouse:application:2", "phone", "+1"),
                observation("greenhouse:application:404", "phone", "+1"),
            ],
        )
    )
    assert links.values.to_pylist() == [{"kind": "phone", "key": "+1", "display": "+1", "holders": 2, "coarser": None}]
    first, second = links.holdings.to_pylist()
    assert (first["applicant"], first["observations"]) == (0, 3)
    assert (first["first_seen"], first["last_seen"]) == ("2026-01-05", "2026-03-02")
    assert (first["contexts"], first["holders"], first["via"]) == ("apply,sign_in", "Ann; Zoe", "")
    assert (first["raw"], first["row"], first["rule"]) == ("a", 3, 1)
    assert (second["first_seen"], second["last_seen"], second["contexts"]) == ("", "", "")


def test_values_are_sorted_and_fall_into_coarser_ones() -> None:
    links = link(
        facts(
            [record("greenhouse:application:1"), record("greenhouse:application:2")],
            [
                observation("greenhouse:application:1", "address", MAIN, display="12 Main St #4"),
                observation("greenhouse:application:2", "building", BUILDING),
                observation("greenhouse:application:2", "ip", "93.184.216.34"),
            ],
        )
    )
    rows = links.values.to_pylist()
    assert [row["kind"] for row in rows] == ["address", "building", "ip", "network"]
    assert [row["coarser"] for row in rows] == [1, None, 3, None]
    assert holders(links)[f"building:{BUILDING}"] == ["1", "2"]
    said = via(links)
    assert said["1", f"building:{BUILDING}"] == "part of it: ‘12 Main St #4’"
    assert said["2", f"building:{BUILDING}"] == ""


def crowd(count: int, seed: int) -> Facts:
    rnd = random.Random(seed)
    records = [record(f"greenhouse:application:{i}", name=f"P{i}") for i in range(1, count + 1)]
    records += [record(f"gusto:employee:{i}", f"application:{i}", f"employee:{i}") for i in range(3, count, 3)]
    records += [record(f"payroll:employee:{i}", f"employee:{i}") for i in range(3, count, 3)]
    observations = [
        observation(
            rnd.choice(records)["record"],
            *rnd.choice(
                [
                    ("phone", f"+{rnd.randrange(40)}"),
                    ("ip", f"93.184.{rnd.randrange(3)}.{rnd.randrange(1, 9)}"),
                    ("address", f"us|{rnd.randrange(1, 4)}|main street|{rnd.randrange(3)}|town|il|62701"),
                    ("address", f"us|{rnd.randrange(1, 4)}|mian street|{rnd.randrange(3)}|town|il|62701"),
                ]
            ),
            context=rnd.choice(["apply", "home"]),
            observed_at=rnd.choice(["", "2026-01-01", "2026-02-01"]),
            row=rnd.choice([None, 1, 2, 3]),
        )
        for _ in range(count * 4)
    ]
    return facts(records, observations)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_order_of_rows_changes_nothing(seed: int) -> None:
    base = crowd(60, seed)
    rnd = random.Random(seed)
    records, observations = list(range(len(base.records))), list(range(len(base.observations)))
    rnd.shuffle(records)
    rnd.shuffle(observations)
    other = Facts(
        base.records.take(records), base.observations.table().take(observations), base.texts, base.sources, base.runs
    )
    one, two = link(base), link(other)
    for name in TABLES:
        assert plain(getattr(one, name)).equals(plain(getattr(two, name))), name


def test_other_ids_change_nothing_but_names() -> None:
    one = link(crowd(60, 5))
    base = crowd(60, 5)
    renamed = Facts(
        *(rename(table) for table in (base.records, base.observations.table())), base.texts, base.sources, base.runs
    )
    two = link(renamed)
    assert {key: sorted(f"x{name}" for name in ids) for key, ids in holders(one).items()} == {
        key: sorted(ids) for key, ids in holders(two).items()
    }


def rename(table):  # type: ignore[no-untyped-def]
    """Every application id gets an x before it."""
    rows = table.to_pylist()
    for row in rows:
        row["record"] = row["record"].replace("application:", "application:x")
        if "keys" in row:
            row["id"] = f"x{row['id']}" if row["type"] == "application" else row["id"]
            row["keys"] = [key.replace("application:", "application:x") for key in row["keys"]]
    return type(table).from_pylist(rows, schema=table.schema)


def test_a_doubled_observation_changes_no_holder() -> None:
    base = crowd(40, 8)
    import pyarrow as pa

    doubled = Facts(
        base.records, pa.concat_tables([base.observations.table()] * 2), base.texts, base.sources, base.runs
    )
    one, two = link(base), link(doubled)
    assert plain(one.values).equals(plain(two.values))
    drop = ["observations"]
    assert plain(one.holdings.drop_columns(drop)).equals(plain(two.holdings.drop_columns(drop)))


def test_many_more_applicants_change_nothing_about_these() -> None:
    base, more = crowd(40, 9), facts(
        [record(f"zzz:application:z{i}") for i in range(1000)],
        [observation(f"zzz:application:z{i}", "phone", f"+99{i // 2}") for i in range(1000)],
    )  # fmt: skip
    import pyarrow as pa

    both = Facts(
        pa.concat_tables([base.records, more.records]),
        pa.concat_tables([base.observations.table(), more.observations.table()]),
        base.texts,
        base.sources,
        base.runs,
    )
    alone, among = holders(link(base)), holders(link(both))
    assert alone == {key: ids for key, ids in among.items() if not key.startswith("phone:+99")}
