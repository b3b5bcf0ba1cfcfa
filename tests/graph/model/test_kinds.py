"""Conformance: what must be true of every kind of identifier, whatever it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph.model.kinds import FAMILIES, KINDS, REASONS, Kind, clean, judge, kind_of_column, secret_token, why_not
from graph.model.kinds.document import markdown

ROOT = Path(__file__).parents[3]
EVERY = [pytest.param(kind, id=kind.name) for kind in KINDS.values()]
REGIONS = ("US", "", "GB", "DE", "FR", "IN", "PH", "CA", "AU", "ZZ", "us")

NAMES = {
    *("email", "phone", "website", "handle"),
    *("address", "building", "ip", "network"),
    *("payroll_account", "payroll_last4", "wallet", "payment_handle"),
    "device",
    *("cv_file", "template"),
    *("reference_phone", "reference_email", "reference_name", "referrer", "past_employer", "tax_id"),
}

NOTHING = (
    "",
    " ",
    "\n",
    "n/a",
    "N/A",
    "na",
    "none",
    "None",
    "NULL",
    "-",
    "--",
    "?",
    ".",
    "unknown",
    "not applicable",
    "xxx",
    "TBD",
)
JUNK = (
    "🙂",
    "🙂🙂🙂 🙂",
    "\0",
    "\x00\x01\x02\x1f\x7f",
    "a" * 10_000,
    "1" * 10_000,
    "1 " * 5_000,
    "," * 10_000,
    "a@" * 5_000,
    "." * 10_000,
    "(" * 10_000,
    "\ud800",
    "\u202e\u200b\ufeff",
    "٠١٢٣٤٥٦٧٨٩",
    "²³½",
    "İß",
    "://",
    "[::",
    "#",
    "||||||",
    "us||||||",
    "us:",
    "tok:",
    "{'a': 1}",
    "%00%ff",
)
MADE_UP_NUMBERS = ("0000000000", "1234567890", "1111111111", "9999999999")


def test_the_kinds_that_everybody_names_are_there() -> None:
    assert set(KINDS) == NAMES
    assert {kind.family for kind in KINDS.values()} == set(FAMILIES)


def test_names_labels_relationships_and_columns_are_nobody_elses() -> None:
    kinds = KINDS.values()
    assert all(name == kind.name for name, kind in KINDS.items())
    assert len({kind.label for kind in kinds}) == len(KINDS)
    assert len({kind.relationship for kind in kinds}) == len(KINDS)
    columns = [column for kind in kinds for column in kind.columns]
    assert len(columns) == len(set(columns))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", column) for column in columns)


def test_kinds_stand_in_weighing_order() -> None:
    strengths = [kind.strength for kind in KINDS.values()]
    assert strengths == sorted(strengths, reverse=True)


@pytest.mark.parametrize("kind", EVERY)
def test_examples_clean_as_stated(kind: Kind) -> None:
    assert any(example[1] for example in kind.examples), "no example of a value"
    assert any(example[1] is None for example in kind.examples), "no example of nothing"
    for raw, key, *region in kind.examples:
        value = clean(kind.name, str(raw), str(region[0]) if region else "US")
        assert (value.key if value else None) == key, raw


@pytest.mark.parametrize("kind", EVERY)
def test_a_key_cleans_to_itself_in_every_region(kind: Kind) -> None:
    for raw, key, *region in kind.examples:
        value = clean(kind.name, str(raw), str(region[0]) if region else "US")
        if value is None:
            continue
        for other in REGIONS:
            for asked in (kind.name, value.kind):
                again = clean(asked, str(key), other)
                assert again is not None, other
                assert (again.kind, again.key) == (value.kind, key), other


@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.parametrize("raw", NOTHING)
def test_fillers_are_nothing(kind: Kind, raw: str) -> None:
    assert clean(kind.name, raw, "US") is None
    assert why_not(kind.name, raw, "US") in ("empty", "placeholder")


@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.parametrize("raw", MADE_UP_NUMBERS)
def test_made_up_numbers_are_nothing(kind: Kind, raw: str) -> None:
    assert clean(kind.name, raw, "US") is None or kind.name in ("template",)


@pytest.mark.parametrize("kind", EVERY)
def test_junk_never_raises_and_says_why(kind: Kind) -> None:
    for raw in JUNK:
        for region in ("US", "", "DE", "IN"):
            verdict = judge(kind.name, raw, region)
            if isinstance(verdict, str):
                assert verdict in REASONS, raw[:20]
            else:
                again = clean(verdict.kind, verdict.key, region)
                assert again is not None, raw[:20]
                assert again.key == verdict.key, raw[:20]


SPELLINGS = [str(example[0]) for kind in KINDS.values() for example in kind.examples]
TEXTS = st.one_of(
    st.text(max_size=80),
    st.text(alphabet=" ,.#-/|:@+()0123456789abcnorstuxABSN\n\t\0éü²٣;=&?%$", max_size=60),
    st.builds(
        lambda a, b, at, cut: a[: at % (len(a) + 1)] + b + a[(at + cut) % (len(a) + 1) :],
        st.sampled_from(SPELLINGS),
        st.one_of(st.text(max_size=4), st.sampled_from(SPELLINGS)),
        st.integers(0, 60),
        st.integers(0, 4),
    ),
)


@pytest.mark.parametrize("kind", EVERY)
@given(raw=TEXTS, region=st.sampled_from(REGIONS), again=st.sampled_from(REGIONS))
@example(raw="Unit 4 " * 20, region="US", again="DE")
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_text_cleans_without_error_and_its_key_stays(kind: Kind, raw: str, region: str, again: str) -> None:
    value = clean(kind.name, raw, region)
    assert (why_not(kind.name, raw, region) == "") == (value is not None)
    if value is None:
        return
    assert value.key
    assert value.display
    assert value.kind in KINDS
    for asked in (kind.name, value.kind):
        second = clean(asked, value.key, again)
        assert second is not None
        assert (second.kind, second.key) == (value.kind, value.key)


@pytest.mark.parametrize("kind", EVERY)
def test_coarser_values_clean_to_themselves(kind: Kind) -> None:
    if kind.coarser is None or kind.coarsen is None:
        return
    coarse = [kind.coarsen(str(key)) for _, key, *_ in kind.examples if key]
    assert any(coarse)
    for value in coarse:
        if value is not None:
            assert value.kind == kind.coarser
            assert clean(value.kind, value.key, "US") == value
    assert kind.coarsen("nonsense") is None
    assert KINDS[kind.coarser].strength < kind.strength
    assert KINDS[kind.coarser].family == kind.family


@pytest.mark.parametrize("kind", EVERY)
def test_sentences_format_and_promise_no_more_than_they_know(kind: Kind) -> None:
    sentence = kind.reason.format(n=12, value="the value")
    assert "12" in sentence
    assert "the value" in sentence
    assert kind.innocent.endswith(".")
    for text in (sentence, kind.innocent):
        assert not re.search(r"\b(fraud|fake|criminal|guilty|korea|scam)", text, re.IGNORECASE)


def test_strength_follows_the_domain_notes() -> None:
    strength = {name: kind.strength for name, kind in KINDS.items()}
    for strong in ("payroll_account", "device"):
        for middle in ("phone", "address", "reference_phone", "email"):
            assert strength[strong] > strength[middle] > strength["ip"] > strength["network"]
    assert strength["payroll_last4"] < strength["payroll_account"] / 2
    assert {name for name, kind in KINDS.items() if kind.decisive} == {
        "payroll_account",
        "wallet",
        "payment_handle",
        "tax_id",
    }
    assert KINDS["ip"].crowd == KINDS["phone"].crowd == 20


def test_column_names_are_known_in_their_usual_spellings() -> None:
    assert kind_of_column("E-Mail Address") == kind_of_column("email_address") == "email"
    assert kind_of_column("  Ship To ") == "address"
    assert kind_of_column("shoe size") is None
    assert {kind.columns[0] for kind in KINDS.values()} == NAMES


def test_secret_tokens_need_the_key_and_tell_kinds_apart() -> None:
    token = secret_token(b"case key", "tax_id", "us:521389146")
    assert re.fullmatch(r"tok:[0-9a-f]{32}", token)
    assert token == secret_token(b"case key", "tax_id", "us:521389146")
    assert token != secret_token(b"other key", "tax_id", "us:521389146")
    assert token != secret_token(b"case key", "phone", "us:521389146")
    assert token != secret_token(b"case key", "tax_id", "us:521389147")
    assert secret_token(b"k", "tax_id", "\ud800").startswith("tok:")


@pytest.mark.parametrize("kind", EVERY)
def test_secret_kinds_pass_their_tokens_through_and_show_no_digit(kind: Kind) -> None:
    if not kind.secret:
        return
    token = secret_token(b"k", kind.name, "us:521389146")
    value = clean(kind.name, token, "US")
    assert value is not None
    assert value.key == token
    plain = clean(kind.name, "521-38-9146", "US")
    assert plain is not None
    assert "9146" not in plain.display


def test_documentation_is_up_to_date() -> None:
    assert (ROOT / "docs" / "kinds.md").read_text(encoding="utf-8") == markdown(), (
        "write it again: python -m graph.model.kinds > docs/kinds.md"
    )
