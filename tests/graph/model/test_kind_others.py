"""Networks, devices, texts, and the people an application names."""

from __future__ import annotations

import pytest

from graph.model.kinds import KINDS, clean, why_not


def key(kind: str, raw: str, region: str = "US") -> str | None:
    value = clean(kind, raw, region)
    return value.key if value else None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("24.56.78.90", "24.56.78.90"),
        (" 24.56.78.90 ", "24.56.78.90"),
        ("24.56.78.90:443", "24.56.78.90"),
        ("24.56.78.90/32", "24.56.78.90"),
        ("24.56.78.90, 10.0.0.1", "24.56.78.90"),
        ("::ffff:24.56.78.90", "24.56.78.90"),
        ("::FFFF:1838:4E5A", "24.56.78.90"),
        ("2600:1f18:0000:0000:0000:0000:0000:0007", "2600:1f18::7"),
        ("[2600:1F18::7]:443", "2600:1f18::7"),
        ("2600:1f18::7%eth0", "2600:1f18::7"),
    ],
)
def test_addresses_have_one_spelling(raw: str, expected: str) -> None:
    assert key("ip", raw) == expected


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("10.1.2.3", "private"),
        ("172.16.0.1", "private"),
        ("172.31.255.255", "private"),
        ("192.168.0.1", "private"),
        ("100.64.0.1", "private"),
        ("100.127.255.254", "private"),
        ("127.0.0.1", "private"),
        ("169.254.1.1", "private"),
        ("::1", "private"),
        ("fe80::1", "private"),
        ("fc00::1", "private"),
        ("fdff::1", "private"),
        ("::ffff:10.0.0.1", "private"),
        ("0.0.0.0", "reserved"),
        ("::", "placeholder"),
        ("224.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"),
        ("ff02::1", "reserved"),
        ("198.18.0.1", "reserved"),
        ("192.0.2.1", "placeholder"),
        ("198.51.100.7", "placeholder"),
        ("203.0.113.9", "placeholder"),
        ("2001:db8::1", "placeholder"),
        ("1.2.3.4", "placeholder"),
        ("8.8.8.8", "placeholder"),
        ("24.56.78.x", "masked"),
        ("24.56.78.***", "masked"),
        ("24.56.78", "invalid"),
        ("24.56.78.256", "invalid"),
        ("024.56.78.90", "invalid"),
        ("hello", "invalid"),
    ],
)
def test_what_is_no_address_and_why(raw: str, why: str) -> None:
    assert why_not("ip", raw, "US") == why
    assert clean("network", raw, "US") is None


def test_edges_of_private_ranges_are_public() -> None:
    for public in (
        "9.255.255.255",
        "11.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "192.167.255.255",
        "192.169.0.0",
    ):
        assert key("ip", public) == public


def test_an_address_falls_into_its_network() -> None:
    coarsen = KINDS["ip"].coarsen
    assert coarsen is not None
    assert [value.key for ip in ("24.56.78.90", "2600:1f18:1:2:3:4:5:6") if (value := coarsen(ip))] == [
        "24.56.78.0/24",
        "2600:1f18:1:2::/64",
    ]
    assert key("network", "24.56.78.90/25") == "24.56.78.0/24"
    assert why_not("network", "24.56.0.0/16", "US") == "vague"
    assert why_not("network", "24.56.0.0/33", "US") == "invalid"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("00-1A-2B-3C-4D-5E", "mac:00:1a:2b:3c:4d:5e"),
        ("00:1a:2b:3c:4d:5e", "mac:00:1a:2b:3c:4d:5e"),
        ("001A.2B3C.4D5E", "mac:00:1a:2b:3c:4d:5e"),
        ("c02 xk0-aajgh5", "id:c02xk0aajgh5"),
        ("Serial: C02XK0AAJGH5", "id:c02xk0aajgh5"),
        ("{4C4C4544-0051-3510-8052-B4C04F4D3232}", "uuid:4c4c4544-0051-3510-8052-b4c04f4d3232"),
        ("DESKTOP-4F6G7H8", "id:desktop4f6g7h8"),
    ],
)
def test_devices(raw: str, expected: str) -> None:
    assert key("device", raw) == expected


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("To be filled by O.E.M.", "placeholder"),
        ("Default string", "placeholder"),
        ("System Serial Number", "placeholder"),
        ("Not Specified", "placeholder"),
        ("Computer", "placeholder"),
        ("0123456789", "placeholder"),
        ("00000000-0000-0000-0000-000000000000", "placeholder"),
        ("03000200-0400-0500-0006-000700080009", "placeholder"),
        ("00:00:00:00:00:00", "placeholder"),
        ("ff:ff:ff:ff:ff:ff", "placeholder"),
        ("02:42:ac:11:00:02", "virtual"),
        ("DA:A1:19:00:00:01", "virtual"),
        ("00:05:9A:3C:7A:00", "virtual"),
        ("01:00:5e:00:00:fb", "invalid"),
        ("MacBook-Pro", "vague"),
        ("Janes-MacBook-Pro.local", "vague"),
        ("LAPTOP 2", "vague"),
        ("A12", "vague"),
    ],
)
def test_what_is_no_device_and_why(raw: str, why: str) -> None:
    assert why_not("device", raw, "US") == why


def test_the_empty_file_is_everybodys() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert why_not("cv_file", empty.upper(), "US") == "placeholder"
    assert key("cv_file", "AB" * 31 + "0c") == "ab" * 31 + "0c"
    assert why_not("cv_file", "ab" * 20, "US") == "invalid"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Dr. José  Núñez-Díaz", "jose nunez diaz"),
        ("NUNEZ DIAZ, Jose", "jose nunez diaz"),
        ("Mara Lindqvist (former manager)", "mara lindqvist"),
        ("Mara Lindqvist, PhD", "mara lindqvist"),
        ("Vijay Ma", "vijay ma"),
        ("Łukasz Øster", "lukasz oster"),
        ("Mara Lindqvist Manager", "mara lindqvist manager"),
    ],
)
def test_names_of_references(raw: str, expected: str) -> None:
    assert key("reference_name", raw) == expected


@pytest.mark.parametrize(
    "raw",
    [
        "HR",
        "Manager",
        "HR Manager",
        "Human Resources",
        "My former boss",
        "Mara",
        "M. L.",
        "John Doe",
        "12345",
        "Reference 1",
    ],
)
def test_vague_names_are_nothing(raw: str) -> None:
    assert clean("reference_name", raw, "US") is None


def test_a_reference_can_be_found_among_applicants() -> None:
    assert key("reference_phone", "(650) 253-0000") == key("phone", "+1 650 253 0000")
    assert key("reference_email", "Jane.K+x@gmail.com") == key("email", "janek@googlemail.com")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Hollis & Vane, Inc.", "hollis vane"),
        ("HOLLIS and VANE L.L.C.", "hollis vane"),
        ("The Hollis Vane Company", "hollis vane"),
        ("Rheinwerk Datentechnik GmbH & Co. KG", "rheinwerk datentechnik"),
        ("Société Générale S.A.", "societe generale"),
        ("O'Hare Systems Ltd", "ohare systems"),
        ("Google", "google"),
        ("3M Company", "3m"),
    ],
)
def test_employers_without_their_legal_form(raw: str, expected: str) -> None:
    assert key("past_employer", raw) == expected


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Lund Dev House", "Lund Dev House"),
        ("lund dev house", "Lund Dev House"),
        ("LUND DEV HOUSE", "Lund Dev House"),
        ("IBM Deutschland GmbH", "IBM Deutschland"),
        ("I.B.M. Deutschland", "IBM Deutschland"),
        ("3M Company", "3M"),
    ],
)
def test_short_words_of_an_employer_are_in_capitals_where_they_are_written_so(raw: str, shown: str) -> None:
    found = clean("past_employer", raw, "US")
    assert found is not None
    assert found.display == shown


@pytest.mark.parametrize(
    "raw",
    [
        "Freelance",
        "Self-employed",
        "Self Employed (remote)",
        "Confidential",
        "Stealth Startup",
        "Various clients",
        "Upwork",
        "LLC",
        "2019",
    ],
)
def test_vague_employers_are_nothing(raw: str) -> None:
    assert clean("past_employer", raw, "US") is None


@pytest.mark.parametrize(
    ("raw", "region", "expected"),
    [
        ("521-38-9146", "US", "us:521389146"),
        ("521 38 9146", "US", "us:521389146"),
        ("521389146", "US", "us:521389146"),
        ("SSN: 521-38-9146", "US", "us:521389146"),
        ("912-70-1234", "US", "us:912701234"),
        ("47-2918365", "US", "us-ein:472918365"),
        ("QQ 12 34 56 C", "GB", "gb:QQ123456C"),
        ("abcpk4821f", "IN", "in:ABCPK4821F"),
        ("34-1928374-5", "PH", "ph:3419283745"),
    ],
)
def test_tax_numbers(raw: str, region: str, expected: str) -> None:
    assert key("tax_id", raw, region) == expected


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("000-12-3456", "invalid"),
        ("666-12-3456", "invalid"),
        ("900-12-3456", "invalid"),
        ("521-00-9146", "invalid"),
        ("521-38-0000", "invalid"),
        ("123-45-6789", "placeholder"),
        ("078-05-1120", "placeholder"),
        ("111-11-1111", "placeholder"),
        ("***-**-9146", "masked"),
        ("XXX-XX-9146", "masked"),
        ("9146", "invalid"),
    ],
)
def test_what_is_no_tax_number_and_why(raw: str, why: str) -> None:
    assert why_not("tax_id", raw, "US") == why
