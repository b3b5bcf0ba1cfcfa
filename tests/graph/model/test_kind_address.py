"""Addresses against labels written by people (usaddress) and expansions (libpostal), and national spellings."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from graph.model.kinds import KINDS, clean, parse_address, why_not
from graph.model.kinds.address.split import city_of, ordinals, segments
from graph.model.kinds.address.street import canonical_street
from graph.model.kinds.address.words import STATE_NAMES, STATES

DATA = Path(__file__).parents[2] / "data" / "kinds"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words(text: str) -> list[str]:
    return [word for segment in segments(text) for word in segment]


def labelled(row: dict[str, str]) -> dict[str, str]:
    """The truth of one row in canonical words: what the label says, not where the tool would look for it."""
    tokens = [(word, label) for word, _, label in (token.rpartition("|") for token in row["tokens"].split(" "))]

    def said(*starts: str) -> str:
        return " ".join(word for word, label in tokens if label.startswith(starts))

    truth: dict[str, str] = {}
    labels = [label for _, label in tokens]
    if said("AddressNumber"):
        truth["number"] = "".join(words(said("AddressNumber"))).lstrip("0") or "0"
    if said("StreetName") and "USPSBoxID" not in labels:
        after = sum(label == "StreetNamePostDirectional" for label in labels)
        street = words(said("StreetName"))
        last = [label for label in labels if label.startswith("StreetName")][-1]
        truth["street"] = canonical_street(street, len(street) - (after if last == "StreetNamePostDirectional" else 0))
    unit = " ".join(word for word, label in tokens if label == "OccupancyIdentifier" and word.strip("#,"))
    if unit:
        truth["unit"] = "".join(ordinals(words(unit))).lstrip("0")
    if said("PlaceName"):
        truth["city"] = city_of(words(said("PlaceName")))
    if said("StateName"):
        state = " ".join(words(said("StateName")))
        truth["state"] = state if state in STATES else STATE_NAMES.get(state, state)
    if said("ZipCode"):
        truth["postcode"] = " ".join(words(said("ZipCode")))[:5]
    if "USPSBoxID" in labels:
        truth["box"] = words(said("USPSBoxID"))[-1]
    return truth


def test_parts_agree_with_labels_written_by_people() -> None:
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in rows("address_usaddress_test.csv"):
        parts = parse_address(row["address"], "US")
        boxed = parts.street.startswith(("po box", "rural route"))
        unit = [word for word in parts.unit.split() if word not in ("unit", "floor", "building", "lot", "space")]
        said = {
            "number": parts.number.replace(" ", ""),
            "street": parts.street,
            "unit": "".join(unit),
            "city": parts.city,
            "state": parts.state,
            "postcode": parts.postcode,
            "box": parts.street.split()[-1] if boxed else "",
        }
        for part, truth in labelled(row).items():
            total[part] += 1
            found[part] += said[part] == truth
    least = {"number": 1.0, "box": 1.0, "postcode": 0.99, "state": 0.98, "street": 0.98, "city": 0.97, "unit": 0.93}
    assert total["number"] >= 130
    for part, share in least.items():
        assert found[part] / total[part] >= share, (part, found[part], total[part])


NOT_KNOWN = {
    "Quatre vingt douze Ave des Champs-Élysées": "house numbers written out in French",
    "V XX Sett": "Roman numerals and Italian months",
    "C/ Ocho": "Spanish street types without a country",
}
EXPANSIONS = [
    row for row in rows("address_libpostal_expansions.csv") if row["mode"] == "full" and row["input"] not in NOT_KNOWN
]


@pytest.mark.parametrize("row", EXPANSIONS, ids=lambda row: row["input"])
def test_an_address_and_its_expansion_get_one_key(row: dict[str, str]) -> None:
    region = {"de": "DE", "nl": "NL", "fr": "FR"}.get(row["languages"], "US")
    expected = {parse_address(text, region).key for text in row["expected_contains"].split(" ; ")}
    assert parse_address(row["input"], region).key in expected


def test_what_is_not_known_is_no_key_rather_than_a_wrong_one() -> None:
    for raw in NOT_KNOWN:
        assert clean("address", raw, "US") is None
    assert len(EXPANSIONS) >= 10


def test_what_a_root_leaves_is_never_a_key() -> None:
    for row in rows("address_libpostal_expansions.csv"):
        if row["mode"] == "root":
            assert clean("address", row["expected_contains"], "US") is None
            assert clean("address", row["input"], "US") is None


SAME = [
    (
        "US",
        "us|12|north main street|unit 4b|saint louis|mo|63104",
        "12 N. Main St., Apt 4B, St. Louis, MO 63104",
        "12 North Main Street #4-B, Saint Louis, Missouri 63104-1234",
        "Apt. 4B\n12 N Main St\nSt Louis MO 63104\nUSA",
        "12 N MAIN ST UNIT 4B ST LOUIS MO 63104",
    ),
    (
        "US",
        "us|120|east 96 street||new york|ny|10128",
        "120 E 96th St, New York, NY 10128",
        "120 East Ninety-sixth Street, NYC, NY 10128",
        "120 E. 96 St., New York, New York, 10128, United States",
    ),
    (
        "US",
        "us|2207|martin luther king boulevard||austin|tx|78702",
        "2207 MLK Blvd, Austin TX 78702",
        "2207 Dr. Martin Luther King Jr. Blvd, Austin, TX 78702",
    ),
    (
        "US",
        "us||po box 1234||rancho santa fe|ca|92067",
        "P.O. Box 1234, Rancho Santa Fe, CA 92067",
        "PO BOX #1234 Rancho Santa Fe CA 92067",
        "Post Office Box 1234\nRancho Santa Fe, CA 92067",
    ),
    (
        "US",
        "us|830|5 avenue|floor 2 unit 313|new york|ny|10065",
        "830 Fifth Avenue, 2nd Floor, Room 313, New York, NY 10065",
        "830 5th Ave Fl 2 Rm 313, New York NY 10065",
    ),
    (
        "US",
        "us|500|south congress avenue|pmb 123|austin|tx|78704",
        "500 S Congress Ave, PMB 123, Austin, TX 78704",
        "500 South Congress Avenue PMB #123 Austin TX 78704",
    ),
    (
        "GB",
        "gb|12|high street|unit 4|||sw1a 1aa",
        "Flat 4, 12 High St, London SW1A 1AA",
        "12 High Street, Flat 4, Westminster, London, sw1a1aa, UK",
        "Flat 4\n12 High Street\nLondon\nGreater London\nSW1A 1AA",
    ),
    (
        "DE",
        "de|5a|muster strasse||munchen||80331",
        "Musterstr. 5a, 80331 München",
        "Musterstraße 5 A, 80331 Muenchen",
        "Muster Str. 5a, D-80331 München, Deutschland",
        "Musterstrasse 5a\n80331 Munich",
    ),
    (
        "FR",
        "fr|12 bis|rue de la paix||paris||75002",
        "12 bis rue de la Paix, 75002 Paris",
        "12 bis, Rue de la Paix\n75002 PARIS\nFrance",
        "12 B rue de la paix 75002 Paris Cedex 02",
    ),
    (
        "FR",
        "fr|8|boulevard saint michel|unit 3|paris||75005",
        "8 bd St-Michel, Appt 3, 75005 Paris",
        "8, boulevard Saint-Michel, apt 3, 75005 Paris",
    ),
    (
        "IN",
        "in|sai residency|12 main road|unit 302|bengaluru||560038",
        "Flat No. 302, Sai Residency, 12th Main Road, Indiranagar, Bangalore - 560038",
        "Flat 302, Sai Residency, 12th Main Rd, Indiranagar, Bengaluru, Karnataka 560 038, India",
    ),
    (
        "IN",
        "in|4-5-6/7|street 8||hyderabad||500007",
        "H.No. 4-5-6/7, Street 8, Habsiguda, Hyderabad 500007",
        "House No 4-5-6/7, Street 8, Habsiguda, Hyderabad, Telangana, 500007",
    ),
    (
        "PH",
        "ph|123|rizal street|unit 5b|san antonio makati||1203",
        "Unit 5B, 123 Rizal St., Brgy. San Antonio, Makati City, Metro Manila 1203",
        "Unit 5-B 123 Rizal Street, Barangay San Antonio, Makati, 1203 Philippines",
    ),
    (
        "PH",
        "ph|block 4 lot 5|sampaguita street||cainta||1900",
        "Blk 4 Lot 5 Sampaguita St, Cainta, Rizal 1900",
        "Block 4, Lot 5, Sampaguita Street, Cainta 1900",
    ),
    (
        "AU",
        "au|12|smith street|unit 4|fitzroy vic||3065",
        "4/12 Smith St, Fitzroy VIC 3065",
        "Unit 4, 12 Smith Street, Fitzroy VIC 3065",
    ),
]


@pytest.mark.parametrize("case", SAME, ids=lambda case: case[1])
def test_spellings_of_one_home_get_one_key(case: tuple[str, ...]) -> None:
    region, key, *spellings = case
    for spelling in spellings:
        value = clean("address", spelling, region)
        assert value is not None, (spelling, why_not("address", spelling, region))
        assert value.key == key, spelling


DIFFERENT = [
    ("12 Main St Apt 4, Tucson, AZ 85701", "12 Main St Apt 5, Tucson, AZ 85701"),
    ("12 Main St Apt 4, Tucson, AZ 85701", "12 Main St, Tucson, AZ 85701"),
    ("12 Main St Fl 2, Tucson, AZ 85701", "12 Main St Apt 2, Tucson, AZ 85701"),
    ("12 N Main St, Tucson, AZ 85701", "12 S Main St, Tucson, AZ 85701"),
    ("12 Main St, Tucson, AZ 85701", "12 Main Ave, Tucson, AZ 85701"),
    ("12 Main St, Tucson, AZ 85701", "12 Main St, Phoenix, AZ 85001"),
    ("1 2nd St, Tucson, AZ 85701", "12 Nd St, Tucson, AZ 85701"),
    ("12 Main St NE, Atlanta, GA 30308", "12 Main St NW, Atlanta, GA 30308"),
    ("PO Box 12, Tucson, AZ 85701", "PO Box 21, Tucson, AZ 85701"),
    ("12 Main St PMB 4, Tucson, AZ 85701", "12 Main St Apt 4, Tucson, AZ 85701"),
]


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_different_homes_get_different_keys(left: str, right: str) -> None:
    one, other = clean("address", left, "US"), clean("address", right, "US")
    assert one is not None
    assert other is not None
    assert one.key != other.key


def test_two_units_of_one_house_are_one_building() -> None:
    coarsen = KINDS["address"].coarsen
    assert coarsen is not None
    keys = []
    for unit in ("Apt 4", "Apt 5", ""):
        value = clean("address", f"12 Main St {unit}, Tucson, AZ 85701", "US")
        assert value is not None
        keys.append(value.key)
    assert len(set(keys)) == 3
    assert {building.key for key in keys if (building := coarsen(key))} == {"us|12|main street||tucson|az|85701"}


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("Remote", "placeholder"),
        ("USA", "vague"),
        ("United States", "vague"),
        ("Tucson", "vague"),
        ("Tucson, AZ", "vague"),
        ("Tucson, AZ 85701", "vague"),
        ("New York, NY, USA", "vague"),
        ("San Francisco Bay Area", "vague"),
        ("London, UK", "vague"),
        ("Main Street, Tucson, AZ 85701", "vague"),
        ("85701", "invalid"),
        ("12 Main St", "no_place"),
        ("123 Fake Street, Tucson, AZ 85701", "placeholder"),
        ("123 Main St, Anytown, CA 12345", "placeholder"),
        ("12 Main St, Tucson, AZ 00000", "placeholder"),
        ("x" * 500, "too_long"),
    ],
)
def test_what_is_nothing_and_why(raw: str, why: str) -> None:
    assert why_not("address", raw, "US") == why


def test_parts_are_there_for_blocks_of_similar_addresses() -> None:
    parts = parse_address("12 N Main St #4, Tucson, AZ 85701", "US")
    assert (parts.postcode, parts.number) == ("85701", "12")
    assert (parts.number, parts.street) == ("12", "north main street")
    assert parse_address(parts.key, "DE").street == "north main street"
    assert parts.without_unit().unit == ""


def test_another_country_is_read_by_its_own_words() -> None:
    assert parse_address("12 Main St, Tucson, AZ 85701, USA", "DE").country == "us"
    assert parse_address("12 Main St, Tucson, AZ 85701", "IN").country == "us"
    assert parse_address("Musterstraße 5, 10115 Berlin, Germany", "US").country == "de"
    assert parse_address("Musterstraße 5, 10115 Berlin", "US").country == "de"
    assert parse_address("12 High Street, London SW1A 1AA", "US").country == "gb"
