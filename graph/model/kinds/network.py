"""IP addresses, and the networks they fall into."""

from __future__ import annotations

import ipaddress
import re
from bisect import bisect_right

from graph.model.kinds.base import Kind, Value
from graph.model.kinds.judge import Cleaning, filler, tidy

_V4_WITH_PORT = re.compile(r"(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}")
_V6_IN_BRACKETS = re.compile(r"\[([0-9a-fA-F:.%\w]+)\](?::\d{1,5})?")
_V4_MASKED = re.compile(r"(?:\d{1,3}|[xX*]{1,3})(?:\.(?:\d{1,3}|[xX*]{1,3})){3}")

_V4_NOBODYS: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "reserved"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "private"),  # carrier-grade NAT: thousands of customers behind each
    ("127.0.0.0/8", "private"),
    ("169.254.0.0/16", "private"),
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "reserved"),
    ("192.0.2.0/24", "placeholder"),
    ("192.31.196.0/24", "reserved"),
    ("192.52.193.0/24", "reserved"),
    ("192.88.99.0/24", "reserved"),
    ("192.168.0.0/16", "private"),
    ("192.175.48.0/24", "reserved"),
    ("198.18.0.0/15", "reserved"),
    ("198.51.100.0/24", "placeholder"),
    ("203.0.113.0/24", "placeholder"),
    ("224.0.0.0/4", "reserved"),
    ("240.0.0.0/4", "reserved"),
)
"""IANA IPv4 special-purpose registry. Written out, because the standard library's answer changes with its version."""

_V6_NOBODYS: tuple[tuple[str, str], ...] = (
    ("2001::/23", "reserved"),  # Teredo, ORCHID, benchmarking, …
    ("2001:db8::/32", "placeholder"),
    ("2002::/16", "reserved"),  # 6to4
    ("3fff::/20", "placeholder"),
)
PLACEHOLDERS = frozenset({"1.2.3.4", "1.1.1.1", "8.8.8.8", "8.8.4.4", "9.9.9.9", "1.0.0.1", "4.3.2.1"})
"""Written by hand as an example, or a public resolver: nobody signs in from there."""

V4_STARTS, V4_ENDS, _WHYS = (
    [int(ipaddress.IPv4Network(net)[0]) for net, _ in _V4_NOBODYS],
    [int(ipaddress.IPv4Network(net)[-1]) for net, _ in _V4_NOBODYS],
    [why for _, why in _V4_NOBODYS],
)
_V6_RANGES = [(ipaddress.IPv6Network(net), why) for net, why in _V6_NOBODYS]
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_OCTETS = {str(n): n for n in range(256)}


def judge_ip(raw: str, region: str) -> Value | str:
    """The address in its shortest form. Ports, brackets and zones go; an IPv4 inside IPv6 is that IPv4."""
    parts = raw.split(".")
    if len(parts) == 4:
        known = _v4(parts)
        if known is not None:
            return known
    text = tidy(raw)
    nothing = filler(text)
    if nothing:
        return nothing
    if len(text) > 100:
        return "too_long"
    text = text.split(",")[0].strip().strip("\"'")
    bracket = _V6_IN_BRACKETS.fullmatch(text)
    port = _V4_WITH_PORT.fullmatch(text)
    text = (bracket.group(1) if bracket else port.group(1) if port else text).split("%")[0]
    text = text.removesuffix("/32") if ":" not in text else text.removesuffix("/128")
    known = _v4(text.split("."))
    if known is not None:
        return known
    if _V4_MASKED.fullmatch(text) and not text.replace(".", "").isdigit():
        return "masked"
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return "invalid"
    return _v6(address)


def _v4(parts: list[str]) -> Value | str | None:
    """None when these are not four decimal octets (leading zeros are refused: some systems read them as octal)."""
    if len(parts) != 4:
        return None
    try:
        number = (_OCTETS[parts[0]] << 24) | (_OCTETS[parts[1]] << 16) | (_OCTETS[parts[2]] << 8) | _OCTETS[parts[3]]
    except KeyError:
        return None
    at = bisect_right(V4_STARTS, number) - 1
    if at >= 0 and number <= V4_ENDS[at]:
        return _WHYS[at]
    key = ".".join(parts)
    return "placeholder" if key in PLACEHOLDERS else Value("ip", key, key)


def _v6(address: ipaddress.IPv6Address) -> Value | str:
    inside = address.ipv4_mapped
    if inside is not None:
        return _v4(str(inside).split(".")) or "invalid"
    if address not in _GLOBAL_V6:
        local = address.is_link_local or address.is_site_local or address.is_loopback or (int(address) >> 121) == 0x7E
        return "private" if local else "reserved"
    for network, why in _V6_RANGES:
        if address in network:
            return why
    key = address.compressed
    return Value("ip", key, key)


def network_of(ip: str) -> Value | None:
    """The /24 of an IPv4 key, the /64 of an IPv6 key: one household, office or small exit."""
    if ":" not in ip:
        parts = ip.split(".")
        if len(parts) != 4:
            return None
        key = f"{parts[0]}.{parts[1]}.{parts[2]}.0/24"
        return Value("network", key, key)
    try:
        number = int(ipaddress.IPv6Address(ip)) >> 64 << 64
    except ValueError:
        return None
    key = f"{ipaddress.IPv6Address(number).compressed}/64"
    return Value("network", key, key)


def judge_network(raw: str, region: str) -> Value | str:
    """The /24 or /64 around an address or a smaller network; wider networks are too general."""
    text = tidy(raw)
    base, slash, length = text.partition("/")
    if slash and (not length.isascii() or not length.isdigit() or len(length) > 3):
        return filler(text) or "invalid"
    if slash:
        size = int(length)
        if size > (128 if ":" in base else 32):
            return "invalid"
        if size < (64 if ":" in base else 24):
            return "vague"
    found = _v4(base.split(".")) or judge_ip(base, region)
    if isinstance(found, str):
        return found
    return network_of(found.key) or "invalid"


IP = Kind(
    name="ip",
    label="IpAddress",
    relationship="SEEN_AT_IP",
    title="IP address",
    family="location",
    columns=(
        "ip",
        "ip_address",
        "ip_addresses",
        "client_ip",
        "source_ip",
        "src_ip",
        "remote_ip",
        "login_ip",
        "apply_ip",
        "signup_ip",
        "last_login_ip",
    ),
    clean=Cleaning(judge_ip),
    strength=4.0,
    crowd=20,
    reason="{n} persons of different names were seen at the IP address {value}",
    innocent=(
        "A provider that puts many customers behind one address, a campus, office, hotel or dormitory, a company proxy, or a"
        " relay such as Apple Private Relay."
    ),
    coarser="network",
    coarsen=network_of,
    examples=(
        ("24.56.78.90", "24.56.78.90"),
        ("24.56.78.90:51234", "24.56.78.90"),
        ("::ffff:24.56.78.90", "24.56.78.90"),
        ("[2600:1F18:0:0::7]:443", "2600:1f18::7"),
        ("10.1.2.3", None),
        ("192.168.1.20", None),
        ("127.0.0.1", None),
        ("169.254.3.4", None),
        ("100.64.9.9", None),
        ("203.0.113.9", None),
        ("1.2.3.4", None),
        ("fe80::1", None),
        ("fd12:3456::1", None),
        ("2001:db8::1", None),
        ("::1", None),
        ("-", None),
    ),
)

NETWORK = Kind(
    name="network",
    label="Network",
    relationship="SEEN_IN_NETWORK",
    title="IP network",
    family="location",
    columns=("network", "subnet", "ip_network", "cidr"),
    clean=Cleaning(judge_network),
    strength=1.5,
    crowd=40,
    reason="{n} persons of different names were seen in the network {value}",
    innocent="Neighbours of one provider, a campus, an office, a hotel, or an exit of a VPN that many people use.",
    examples=(
        ("24.56.78.90", "24.56.78.0/24"),
        ("24.56.78.128/25", "24.56.78.0/24"),
        ("2600:1f18:1:2:3:4:5:6", "2600:1f18:1:2::/64"),
        ("24.0.0.0/8", None),
        ("10.0.0.0/24", None),
        ("n/a", None),
    ),
)
