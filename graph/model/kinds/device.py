"""Devices: serial numbers, network cards, hardware ids, the device ids of sign-in systems."""

from __future__ import annotations

import re

from graph.model.kinds.base import Kind, Value
from graph.model.kinds.judge import Cleaning, filler, fold, made_up_digits, tidy

LONGEST = 128
_MAC = re.compile(
    r"(?:mac:)?([0-9a-f]{2})([:\-. ]?)([0-9a-f]{2})\2([0-9a-f]{2})\2([0-9a-f]{2})\2([0-9a-f]{2})\2([0-9a-f]{2})"
)
_MAC_CISCO = re.compile(r"([0-9a-f]{4})\.([0-9a-f]{4})\.([0-9a-f]{4})")
_UUID = re.compile(r"(?:uuid:)?\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?")
_LABEL = re.compile(
    r"^(?:s/n|sn|serial(?: ?(?:number|no\.?|#))?|asset(?: ?tag)?|service tag|device id|imei)\s*[:#]\s*", re.IGNORECASE
)
_NOT_ID = re.compile(r"[^a-z0-9]+")
_GENERIC_NAME = re.compile(
    r"(?:[a-z]+s? )*"
    r"(?:macbook|imac|mac|iphone|ipad|android|desktop|laptop|notebook|computer|pc|workstation|thinkpad|surface|chromebook"
    r"|windows|galaxy|pixel|dell|hp|lenovo|latitude|elitebook|xps)"
    r"(?: (?:pro|air|mini|max|plus|book|local|lan|home|user))*(?: \d{1,3})?(?: local| lan)?"
)
MAKERS_FILLERS = frozenset(
    {
        "to be filled by o e m",
        "to be filled by oem",
        "default string",
        "system serial number",
        "system product name",
        "system manufacturer",
        "system version",
        "chassis serial number",
        "base board serial number",
        "board serial number",
        "serial number",
        "not specified",
        "not applicable",
        "oem",
        "o e m",
        "empty",
        "invalid",
        "computer",
        "localhost",
        "vmware",
        "virtualbox",
        "virtual machine",
        "qemu",
        "parallels",
        "standard pc",
        "all series",
        "asset tag",
        "no asset tag",
        "no asset information",
        "unknown device",
        "generic",
        "user pc",
        "home pc",
        "type1productconfigid",
        "0123456789abcdef",
        "123456789abcdef",
        "abcdefghijklmnop",
    }
)
_MAKERS_UUIDS = frozenset(
    {
        "00000000000000000000000000000000",
        "ffffffffffffffffffffffffffffffff",
        "03000200040005000006000700080009",
        "00020003000400050006000700080009",
        "0102030405060708090a0b0c0d0e0f10",
        "12345678123456789012123456789012",
        "123456781234567890abcddeefaabbcc",
        "fefefefefefefefefefefefefefefefe",
        "01234567890123456789abcdef012345",
        "44454c4c000020108020800400000000",
    }
)
EXAMPLE_MACS = frozenset({"001122334455", "0123456789ab", "aabbccddeeff", "112233445566", "123456789abc"})
SOFTWARE_MACS = frozenset(
    {"00059a3c7a00", "00059a3c7800", "00090ffe0001", "00090faa0001", "005056c00001", "005056c00008", "0a0027000000"}
)
"""Adapters of VPN clients and virtual machines: the same on every computer that has the software."""


def judge_device(raw: str, region: str) -> Value | str:
    """`mac:…`, `uuid:…`, or `id:…` for serial numbers and device ids, in small letters without separators."""
    text = tidy(raw)
    nothing = filler(text)
    if nothing:
        return nothing
    if len(text) > LONGEST:
        return "too_long"
    low = _LABEL.sub("", text).strip().lower()
    mac = _MAC.fullmatch(low)
    cisco = _MAC_CISCO.fullmatch(low)
    # Twelve letters and digits without separators may as well be a serial number that happens to be hexadecimal.
    if cisco or (mac and (mac.group(2) or low.startswith("mac:"))):
        return _mac(_NOT_ID.sub("", low.removeprefix("mac:")))
    uuid = _UUID.fullmatch(low)
    if uuid:
        plain = "".join(uuid.groups())
        if plain in _MAKERS_UUIDS or len(set(plain)) <= 2:
            return "placeholder"
        key = "uuid:" + "-".join(uuid.groups())
        return Value("device", key, "-".join(uuid.groups()))
    return _serial(low.removeprefix("id:"))


def _mac(plain: str) -> Value | str:
    if len(set(plain)) == 1 or plain in EXAMPLE_MACS:
        return "placeholder"
    first = int(plain[:2], 16)
    if first & 2 or plain in SOFTWARE_MACS:
        return "virtual"
    if first & 1:
        return "invalid"  # a group of cards, not one
    pairs = ":".join(plain[i : i + 2] for i in range(0, 12, 2))
    return Value("device", "mac:" + pairs, pairs)


def _serial(low: str) -> Value | str:
    words = fold(low)
    if words in MAKERS_FILLERS or "filled by" in words:
        return "placeholder"
    if _GENERIC_NAME.fullmatch(words):
        return "vague"
    plain = _NOT_ID.sub("", low)
    digits = "".join(c for c in plain if c.isdigit())
    if len(plain) < 6:
        return "vague" if plain else "invalid"
    if (
        plain in MAKERS_FILLERS
        or len(set(plain)) <= 2
        or made_up_digits(plain)
        or (len(digits) > 7 and made_up_digits(digits))
    ):
        return "placeholder"
    if not digits:
        return "vague"  # a name that somebody gave ("johns macbook"), not a number of one machine
    return Value("device", "id:" + plain, plain.upper())


DEVICE = Kind(
    name="device",
    label="Device",
    relationship="USED_DEVICE",
    title="Device",
    family="device",
    columns=(
        "device",
        "device_id",
        "device_serial",
        "serial",
        "serial_number",
        "asset_tag",
        "mac",
        "mac_addr",
        "mac_address",
        "harddisk_id",
        "hardware_id",
        "pc_name",
        "hostname",
        "imei",
        "mfa_device",
        "authenticator_id",
    ),
    clean=Cleaning(judge_device),
    strength=10.0,
    crowd=20,
    reason="{n} persons of different names used the device {value}",
    innocent=(
        "A shared kiosk or interview room, IT staff who enrol devices for others, test accounts, an agency's or a family's"
        " computer, or a laptop that was returned and given out again."
    ),
    examples=(
        ("00:1A:2B:3C:4D:5E", "mac:00:1a:2b:3c:4d:5e"),
        ("001a.2b3c.4d5e", "mac:00:1a:2b:3c:4d:5e"),
        ("S/N: C02XK0AAJGH5", "id:c02xk0aajgh5"),
        ("4C4C4544-0051-3510-8052-B4C04F4D3232", "uuid:4c4c4544-0051-3510-8052-b4c04f4d3232"),
        ("guo4a5u7YAHhjXrMK0g4", "id:guo4a5u7yahhjxrmk0g4"),
        ("02:00:00:00:00:01", None),
        ("00:00:00:00:00:00", None),
        ("FF-FF-FF-FF-FF-FF", None),
        ("To be filled by O.E.M.", None),
        ("Default string", None),
        ("System Serial Number", None),
        ("Computer", None),
        ("MacBook-Pro.local", None),
        ("none", None),
    ),
)
