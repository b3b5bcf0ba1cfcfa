"""Findings over time: ids stay while most members stay; splits, merges and reasons are told."""

from __future__ import annotations

import random
from dataclasses import replace

from graph.analyse.lineage import Event, compare, inherit
from graph.model.findings import Document, Facilitator, Finding, FindingType, Fragility, Part, Source


def finding(
    id_: str,
    members: str,
    *,
    type_: FindingType = "network",
    value: str = "",
    parts: tuple[Part, ...] = (),
    rank: int = 1,
) -> Finding:
    """members: one letter each."""
    lead = Facilitator("phone", value or id_, value or id_, len(members), len(members), 0.0, 1.0, 1.0)
    return Finding(
        id=id_, rank=rank, type=type_, title=f"title of {id_}", score=5.0, p_value=1.0, q_value=1.0,
        members=tuple(sorted(members)), persons=len(members), families=("contact",), summary="", facilitator=lead,
        evidence=parts, counter_evidence=(), fragility=Fragility("", "", 0, ()),
    )  # fmt: skip


def part(key: str, members: str, weight: float = 3.0, file: str = "b.csv") -> Part:
    sources = tuple(Source(file, "0" * 64, "row 1, column phone", key, one) for one in members)
    return Part(
        f"They share {key}.", "contact", key.split(":")[0], weight, tuple(members), sources, key.split(":")[1], key
    )


def document(*findings: Finding) -> Document:
    return Document({}, ("r1",), tuple(replace(one, rank=at) for at, one in enumerate(findings, 1)))


def told(events: tuple[Event, ...]) -> dict[str, str]:
    return {one.id: one.kind for one in events}


def test_a_finding_keeps_its_id_while_most_members_stay() -> None:
    old = document(finding("F-1", "abcd"))
    new, events = inherit(old, document(finding("F-9", "abcxyz")))
    assert [one.id for one in new.findings] == ["F-1"]
    (event,) = events
    assert (event.kind, event.added, event.removed) == ("grown", ("x", "y", "z"), ("d",))


def test_without_a_majority_the_id_is_new_and_the_old_one_gone() -> None:
    new, events = inherit(document(finding("F-1", "abcd")), document(finding("F-9", "abxyz")))
    assert [one.id for one in new.findings] == ["F-9"]
    assert told(events) == {"F-9": "new", "F-1": "gone"}
    assert "F-9" in next(one.why for one in events if one.kind == "gone")


def test_a_split_leaves_the_id_with_the_larger_part() -> None:
    old = document(finding("F-1", "abcdefg"))
    new, events = inherit(old, document(finding("F-1", "efg"), finding("F-2", "abcd")))
    by_members = {"".join(one.members): one.id for one in new.findings}
    assert by_members["abcd"] == "F-1"
    assert by_members["efg"] not in ("F-1", "F-2"), "an id that belongs to another finding is never taken again"
    part_ = next(one for one in events if one.id == by_members["efg"])
    assert (part_.kind, part_.others) == ("split", ("F-1",))
    assert told(events)["F-1"] == "shrunk"


def test_a_split_off_part_says_whose_members_are_not_new() -> None:
    _, events = inherit(document(finding("F-1", "abcdef")), document(finding("F-7", "abcd"), finding("F-8", "efx")))
    split = next(one for one in events if one.kind == "split")
    assert split.added == ("x",)
    assert "F-1" in split.why
    assert "1 application not in a finding before" in split.why


def test_a_merge_keeps_the_id_of_the_larger_one_and_names_the_other_and_the_tie() -> None:
    old = document(finding("F-1", "abcd"), finding("F-2", "xyz"))
    joined = finding("F-3", "abcdxyz", parts=(part("phone:+1", "ax", file="new.csv"),))
    new, events = inherit(old, document(joined))
    assert [one.id for one in new.findings] == ["F-1"]
    (event,) = events
    assert (event.kind, event.others) == ("merged", ("F-2",))
    assert "phone number +1 (new.csv)" in event.why


def test_the_reason_of_growing_names_the_value_and_the_newcomers_file() -> None:
    known = part("phone:+1", "ab", file="old.csv")
    more = replace(known, applicants=("a", "b", "c"), sources=(*known.sources, *part("phone:+1", "c").sources))
    _, events = inherit(document(finding("F-1", "ab", parts=(known,))), document(finding("F-1", "abc", parts=(more,))))
    assert events[0].kind == "grown"
    assert events[0].why.startswith("c came by phone number +1 (b.csv)")


def test_a_finding_that_came_back_under_another_id_is_the_one_that_lost_members() -> None:
    (event,) = compare(document(finding("F-1", "abc")), document(finding("F-2", "bc")))
    assert (event.kind, event.id, event.removed) == ("shrunk", "F-2", ("a",))
    assert event.why.startswith("It was F-1 then. a left")


def test_the_reason_names_values_only_also_those_of_no_weight_or_against() -> None:
    whole = Part("former employer and name of a reference tie 6 persons.", "", "shape", 4.0, ("a", "b", "c"))
    for told in (part("phone:+1", "abc", weight=0.0), part("phone:+1", "abc", weight=-2.0)):
        for_, against = ((whole, told), ()) if told.weight == 0 else ((whole,), (told,))
        grown = replace(finding("F-1", "abc", parts=for_), counter_evidence=against)
        _, events = inherit(document(finding("F-1", "ab")), document(grown))
        assert events[0].why == "c came by phone number +1 (b.csv)."
    _, events = inherit(document(finding("F-1", "ab")), document(finding("F-1", "abc", parts=(whole,))))
    assert events[0].why == "c came."


def test_what_is_lost_is_named() -> None:
    old = document(finding("F-1", "abc", parts=(part("phone:+1", "abc"), part("device:d", "ac"))))
    _, events = inherit(old, document(finding("F-1", "ab", parts=(part("device:d", "ab"),))))
    assert (events[0].kind, events[0].removed) == ("shrunk", ("c",))
    assert "no longer rests on phone number +1" in events[0].why


def test_a_hub_keeps_its_id_with_its_value_not_with_its_members() -> None:
    old = document(finding("F-net", "abc"), finding("F-hub", "abcdef", type_="hub", value="+1"))
    changed = document(finding("F-x", "abcd", type_="hub", value="+1"), finding("F-y", "abcdef", value="+2"))
    new, _ = inherit(old, changed)
    assert {one.type: one.id for one in new.findings} == {"hub": "F-hub", "network": "F-net"}


def test_nothing_new_is_the_same_with_the_same_ids() -> None:
    old = document(finding("F-1", "abc"), finding("F-2", "xyz"))
    new, events = inherit(old, old)
    assert new == old
    assert told(events) == {"F-1": "same", "F-2": "same"}
    assert all(not one.why for one in events)


def test_a_changed_judgement_is_told_though_the_members_are_the_same() -> None:
    old = document(finding("F-1", "abc"))
    changed = document(replace(finding("F-1", "abc", type_="explained"), score=-2.0))
    _, events = inherit(old, changed)
    assert events[0].kind == "same"
    assert "'network'" in events[0].why
    assert "'explained'" in events[0].why


def test_the_order_of_findings_changes_nothing_and_compare_tells_the_same() -> None:
    old = [finding(f"F-{n}", "".join(chr(97 + (n * 3 + k) % 26) for k in range(5)), rank=n + 1) for n in range(8)]
    new = [finding(f"G-{n}", "".join(chr(97 + (n * 3 + 1 + k) % 26) for k in range(6)), rank=n + 1) for n in range(8)]
    first, events = inherit(Document({}, (), tuple(old)), Document({}, (), tuple(new)))
    shuffled = list(new)
    random.Random(3).shuffle(shuffled)
    second, again = inherit(Document({}, (), tuple(old)), Document({}, (), tuple(shuffled)))
    assert events == again
    assert {one.members: one.id for one in first.findings} == {one.members: one.id for one in second.findings}
    assert compare(Document({}, (), tuple(old)), first) == events
    assert len({one.id for one in first.findings}) == len(first.findings)


def test_of_two_that_share_as_much_the_one_of_the_same_id_keeps_it() -> None:
    """Both of the new ones have two of the four; ranks would give the id to the other."""
    old = document(finding("F-1", "abcdef"), finding("F-2", "xyz"))
    new, _ = inherit(old, document(finding("F-8", "abcu"), finding("F-1", "defv")))
    assert {"".join(one.members): one.id for one in new.findings}["defv"] == "F-1"


def test_a_network_is_the_earlier_network_before_it_is_the_hub_of_its_first_value() -> None:
    old = document(finding("F-net", "abcd"), finding("F-hub", "abcdef", type_="hub", value="+1"))
    new, _ = inherit(old, document(finding("F-x", "abcdef", value="+1")))
    assert new.findings[0].id == "F-net"


def test_as_many_came_as_left() -> None:
    _, events = inherit(document(finding("F-1", "abcd")), document(finding("F-1", "abcx")))
    assert (events[0].kind, events[0].added, events[0].removed) == ("grown", ("x",), ("d",))


def test_a_merge_is_told_by_what_is_new_between_the_sides() -> None:
    """An exit tied the two already; what is new is the telephone."""
    exit_ = part("ip:24", "ax", weight=9.0)
    old = document(finding("F-1", "abcd", parts=(exit_,)), finding("F-2", "xyz"))
    _, (event,) = inherit(old, document(finding("F-3", "abcdxyz", parts=(exit_, part("phone:+1", "ax")))))
    assert event.why.startswith("F-2 is now part of it; what ties them: phone number +1 (b.csv).")


def test_what_somebody_came_by_is_named_whichever_way_it_weighs() -> None:
    """An address that speaks for a family ties them all the same."""
    against = part("address:us", "abc", weight=-2.0)
    _, (event,) = inherit(document(finding("F-1", "ab")), document(finding("F-1", "abc", parts=(against,))))
    assert event.why == "c came by postal address us (b.csv)."
