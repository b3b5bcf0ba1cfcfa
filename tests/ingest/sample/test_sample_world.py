"""What is in the world: every role and crowd, values that are real in form, names that say nothing, CVs as in life."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations

import pytest

from graph.analyse.groups.schemes import scheme
from graph.model.errors import UsageError
from graph.model.kinds import clean
from ingest.sample.build import build_world, cv_of
from ingest.sample.crowds import CROWDS
from ingest.sample.parameters import KINDS_OF_USE, ROLES, Parameters, main_use
from ingest.sample.stream import Stream
from ingest.sample.values import Values
from ingest.sample.world import Application, Person, World


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(2000, 1, 0.2, Parameters())


@pytest.fixture(scope="module")
def first(world: World) -> dict[int, Application]:
    return {one.person.number: one for one in reversed(world.applications)}


def shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def jaccard(left: set[tuple[str, ...]], right: set[tuple[str, ...]]) -> float:
    return len(left & right) / len(left | right)


def test_every_role_and_every_crowd_is_there(world: World) -> None:
    assert len(world.applications) == 2000
    assert {network.role for network in world.networks.values()} == set(ROLES)
    assert {group.kind for group in world.crowds.values()} == set(CROWDS)
    assert 0.01 <= sum(bool(person.network) for person in world.persons) / 2000 <= 0.06


ANYBODY = {"vpn_exit", "cgnat", "private_relay", "placeholder", "referral", "re_applicant"}
TIMED = {"mover", "recycled_number", "last_four", "namesake"}


def own_crowds(world: World, person: Person) -> set[str]:
    """Kinds of the crowds that are a person's own life: not those that anybody may be in."""
    return {world.crowds[crowd].kind for crowd in person.crowds} - ANYBODY


def test_nobody_is_in_two_networks_and_only_who_lends_a_name_has_a_crowd_too(world: World) -> None:
    members = [person for network in world.networks.values() for person in network.members]
    assert len(members) == len({person.number for person in members})
    assert all(person.lends for person in members if own_crowds(world, person))
    assert any(own_crowds(world, person) for person in members)
    assert not any(person.lends for person in world.persons if not person.network)


def test_who_lends_a_name_is_in_crowds_as_often_as_anybody() -> None:
    world = build_world(20_000, 3, 0.2, Parameters(network_share=0.08))
    lent = [person for network in world.networks.values() for person in network.members if person.lends]
    innocent = [person for person in world.persons if not person.network]
    assert 0.25 < len(lent) / sum(len(network.members) for network in world.networks.values()) < 0.35
    for kinds in ({"family", "couple", "flatmates"}, {"small_agency", "laid_off_team", "cv_writer"}):
        one, other = (sum(bool(own_crowds(world, p) & kinds) for p in ps) / len(ps) for ps in (lent, innocent))
        assert other / 2 < one < other * 2
    assert not any(own_crowds(world, person) & TIMED for person in lent)


def test_a_world_where_nobody_lends_a_name_keeps_networks_and_crowds_apart() -> None:
    world = build_world(2000, 1, 0.2, Parameters(lenders=0.0))
    assert not any(own_crowds(world, person) for network in world.networks.values() for person in network.members)


@pytest.mark.parametrize("lenders", [-0.1, 1.1])
def test_a_share_of_lenders_is_a_share(lenders: float) -> None:
    with pytest.raises(UsageError, match="lenders"):
        Parameters(lenders=lenders)


def test_a_facilitator_is_something_that_members_really_share(world: World) -> None:
    for name, network in world.networks.items():
        assert network.facilitator, f"{name} ({network.role}) provides nothing that two members use"
        for kind, values in network.facilitator.items():
            for value in values:
                found = clean(kind, value, "US")
                assert found is not None, f"{name}: {kind} {value!r} is nothing"


@pytest.mark.parametrize("seed", [11, 12])
def test_every_network_provides_what_its_role_is_named_for(seed: int) -> None:
    world = build_world(1200, seed, 0.5, Parameters(network_share=0.08, crowds={}))
    assert len(world.networks) >= 8
    for name, network in world.networks.items():
        kinds = KINDS_OF_USE[main_use(ROLES[network.role])]
        assert set(kinds) & set(network.facilitator), f"{name} {network.role}: {sorted(network.facilitator)}"


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        ("laptop-farm host", {"address"}),
        ("identity broker", {"phone", "email"}),
        ("payroll mule", {"payroll_account"}),
        ("front company", {"past_employer"}),
        ("reference giver", {"reference_phone"}),
        ("proxy interviewer", {"device"}),
        ("cell manager", {"referrer"}),
        ("freelance-account broker", {"handle", "website"}),
    ],
)
def test_a_role_provides_what_it_is_named_for(world: World, role: str, kinds: set[str]) -> None:
    network = next(one for one in world.networks.values() if one.role == role)
    assert kinds & set(network.facilitator)


def test_values_are_valid_in_form(world: World) -> None:
    for application in world.applications:
        person = application.person
        phone, address = clean("phone", person.phone, "US"), clean("address", person.address.full(), person.country)
        assert phone is not None, person.phone
        assert phone.key == person.phone
        assert address is not None, person.address.full()
        assert clean("email", person.email, "US") is not None, person.email
        account = clean("payroll_account", person.account.value(), "US")
        assert account is not None, person.account
        assert account.key == person.account.value()
        assert all(clean("ip", ip, "US") is not None for ip in application.ips), application.ips
        assert clean("device", person.machine.mac, "US") is not None


def test_spellings_mean_the_same_but_for_the_slips(world: World) -> None:
    slips = checked = 0
    for application in world.applications:
        person = application.person
        if not person.raw_phone:
            found = clean("phone", application.phones[0], person.country)
            assert found is not None, application.phones
            assert found.key == person.phone, application.phones
        if not person.raw_address and not person.moved_to:
            plain = clean("address", person.address.full(), person.country)
            slips += clean("address", application.address, person.country) != plain
            checked += 1
    assert 0.01 * checked < slips < 0.06 * checked


def test_placeholders_are_nothing(world: World) -> None:
    found = [person for person in world.persons if person.raw_phone or person.raw_email]
    assert found
    for person in found:
        assert clean("phone", person.raw_phone, "US") is None
        assert clean("email", person.raw_email, "US") is None


def test_names_say_nothing_about_networks() -> None:
    """Chi-square of name length classes and initials against membership, over worlds with many networks."""
    inside, outside = Counter[str](), Counter[str]()
    for seed in range(3):
        world = build_world(1500, seed, 0.2, Parameters(network_share=0.08, crowds={}))
        for person in world.persons:
            (inside if person.network else outside).update([f"{person.first[0]}", f"{person.last[0]}_"])
    total_in, total_out = sum(inside.values()), sum(outside.values())
    chi, classes = 0.0, 0
    for mark in set(inside) | set(outside):
        seen, both = inside[mark], inside[mark] + outside[mark]
        expected = both * total_in / (total_in + total_out)
        if expected >= 5:
            chi += (seen - expected) ** 2 / expected
            classes += 1
    assert classes > 20
    assert chi < classes + 4 * (2 * classes) ** 0.5  # four standard deviations above the mean of chi-square


def test_membership_is_drawn_apart_from_names() -> None:
    """The same people have the same names whether there are networks or not."""
    with_networks = build_world(400, 5, 0.2, Parameters(crowds={}))
    without = build_world(400, 5, 0.2, Parameters(crowds={}, network_share=0.0))
    assert [one.name for one in with_networks.persons] == [one.name for one in without.persons]


def test_strangers_cvs_share_almost_nothing(world: World, first: dict[int, Application]) -> None:
    strangers = [one for one in world.persons if not one.network and not one.busy_work][:150]
    sets = [shingles(cv_of(world, first[one.number]).text()) for one in strangers]
    found = sorted(jaccard(left, right) for left, right in combinations(sets, 2))
    assert found[-1] < 0.3
    assert found[int(0.95 * len(found))] < 0.05


def test_cvs_have_the_length_of_cvs(world: World) -> None:
    words = [len(cv_of(world, one).text().split()) for one in world.applications[:300]]
    assert 450 < sum(words) / len(words) < 750
    assert min(words) > 200
    assert max(words) < 1200


def test_networks_copy_cvs_and_evaders_retell_them() -> None:
    open_world = build_world(2000, 1, 0.0, Parameters())
    pairs = _network_pairs(open_world)
    assert sum(jaccard(*pair) >= 0.5 for pair in pairs) >= 10
    careful = build_world(2000, 1, 1.0, Parameters())
    assert max(jaccard(*pair) for pair in _network_pairs(careful)) < 0.3
    retold = 0
    for network in careful.networks.values():
        for left, right in combinations(network.members, 2):
            if left.cv.skeleton is not None and right.cv.skeleton is not None:
                retold += left.cv.skeleton.jobs == right.cv.skeleton.jobs
    assert retold >= 10


def _network_pairs(world: World) -> list[tuple[set[tuple[str, ...]], set[tuple[str, ...]]]]:
    first = {one.person.number: one for one in reversed(world.applications)}
    pairs = []
    for network in world.networks.values():
        sets = [shingles(cv_of(world, first[person.number]).text()) for person in network.members]
        pairs += list(combinations(sets, 2))
    return pairs


def test_full_evasion_gives_up_everything_shared() -> None:
    world = build_world(2000, 1, 1.0, Parameters())
    assert {kind for network in world.networks.values() for kind in network.facilitator} <= {"ip", "address"}
    for network in world.networks.values():
        phones = [person.phone for person in network.members]
        assert len(phones) == len(set(phones))


@pytest.mark.parametrize("kind", ["family", "couple", "flatmates", "dormitory_without_units", "mover"])
def test_households_share_a_home(world: World, kind: str) -> None:
    for group in world.crowds.values():
        if group.kind == kind:
            assert len({person.address for person in group.members if not person.network}) <= 1


def test_a_dormitory_with_units_has_one_house_and_many_rooms(world: World) -> None:
    group = next(one for one in world.crowds.values() if one.kind == "dormitory")
    assert len({(person.address.number, person.address.street, person.address.city) for person in group.members}) == 1
    assert len({person.address.unit for person in group.members}) > len(group.members) / 2


def test_agencies_have_house_text_and_own_accounts(world: World, first: dict[int, Application]) -> None:
    for group in world.crowds.values():
        if group.kind == "small_agency":
            assert 4 <= len(group.members) <= 18
            assert len({person.account for person in group.members}) == len(group.members)
            assert len({person.cv.opening for person in group.members}) == 1
            text = cv_of(world, first[group.members[0].number]).text()
            assert group.members[0].cv.opening in text


def test_last_four_collisions_are_other_accounts(world: World) -> None:
    for group in world.crowds.values():
        if group.kind == "last_four":
            left, right = (person.account for person in group.members)
            assert left.routing == right.routing
            assert left.number[-4:] == right.number[-4:]
            assert left.number != right.number


def test_recycled_numbers_are_far_apart_in_time(world: World) -> None:
    for group in world.crowds.values():
        if group.kind == "recycled_number":
            left, right = group.members
            assert left.phone == right.phone
            assert abs(left.applied_at - right.applied_at) > 180 * 86_400


def test_re_applicants_are_one_person_with_several_applications(world: World) -> None:
    counts = Counter(one.person.number for one in world.applications)
    again = {
        person.number for group in world.crowds.values() if group.kind == "re_applicant" for person in group.members
    }
    assert again == {number for number, count in counts.items() if count > 1}
    assert max(counts.values()) <= 6


def test_a_country_never_runs_out_of_homes() -> None:
    values, stream = Values(), Stream(1, "homes")
    homes = [values.address(stream, "DE") for _ in range(20_000)]
    assert len({(one.number, one.street, one.city) for one in homes}) == 20_000


def formed_alike(evasion: float) -> float:
    """Share of the personas of identity brokers whose mailboxes are of their network's most usual scheme."""
    world = build_world(3000, 5, evasion, Parameters(network_share=0.08, crowds={}))
    brokers = [network for network in world.networks.values() if network.role == "identity broker"]
    alike = 0
    for network in brokers:
        found = Counter(scheme(re.sub(r"@.*|[._]", "", one.email), one.name) for one in network.members)
        del found[""]
        alike += max(found.values(), default=0)
    return alike / sum(len(network.members) for network in brokers)


def test_brokers_form_mailboxes_after_one_scheme_and_evaders_do_not() -> None:
    """.6 of the .75 who get a recovery contact; by chance two of a network may have one word and as many figures."""
    assert formed_alike(0.0) > 0.35
    assert formed_alike(1.0) < 0.2
