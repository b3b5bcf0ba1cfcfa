"""Profiles written as host and name, and websites that are a single domain."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from graph.model.kinds.judge import FILLERS
from graph.model.kinds.many.base import Usual, among, halves, joined, matches, narrowed, these
from graph.model.kinds.web import NOT_NAMES, PROFILES, SHARED_HOSTS

_FRONT = r"^(?:https?://)?(?:www\.)?"
_SITES = {f"{host}/{start}": site for host, (starts, site) in PROFILES.items() if site for start in starts[:1]}
_PLACES = {place: site for place, site in _SITES.items() if "@" not in place and "~" not in place}
"""What stands before the name: "github.com/", "linkedin.com/in/"."""
_PROFILE = (
    r"(?:https?://)?(?:www\.)?(?:"
    + "|".join(re.escape(place) for place in _PLACES)
    + r")[a-z0-9][a-z0-9_\-]{0,60}[a-z0-9]"
)
_ONE_SIGN = "[0-9]+|" + "|".join(f"{letter}+" for letter in "abcdefghijklmnopqrstuvwxyz")
_DOMAIN = (
    r"https?://[a-z0-9][a-z0-9\-]{0,60}[a-z0-9]\.(?:com|net|org|io|dev|me|app|tech|info|site|online|xyz|pro|co|de|fr)"
)


def usual_handle(raws: pa.Array, regions: pa.Array) -> Usual:
    """As judge_handle."""
    low = pc.ascii_lower(raws)
    certain = matches(low, _PROFILE)
    whole = pc.replace_substring_regex(these(low, certain), _FRONT, "")
    place = pc.replace_substring_regex(whole, "[^/]*$", "").dictionary_encode()
    name = pc.replace_substring_regex(whole, "^.*/", "")
    sites = pa.array([_PLACES.get(text, "") for text in place.dictionary.to_pylist()], pa.string())
    site = sites.take(place.indices)
    kept = ~among(site, {""}) & ~matches(name, _ONE_SIGN) & ~among(name, {*NOT_NAMES, *FILLERS})
    site, name = these(site, kept), these(name, kept)
    return Usual(narrowed(certain, kept), joined(site, ":", name), joined(site, " ", name))


def usual_website(raws: pa.Array, regions: pa.Array) -> Usual:
    """As judge_website."""
    low = pc.ascii_lower(raws)
    certain = matches(low, _DOMAIN)
    _, host = halves(these(low, certain), "://")
    kept = ~among(host, SHARED_HOSTS) & ~matches(host, r"example\..*")
    key = these(host, kept)
    return Usual(narrowed(certain, kept), key, key)
