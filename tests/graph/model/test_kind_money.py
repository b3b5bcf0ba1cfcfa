"""Bank accounts, wallets and handles: checksums, masks, spellings of one account."""

from __future__ import annotations

import random

import pytest

from graph.model.kinds import KINDS, clean, why_not
from graph.model.kinds.money.accounts import iban_is_valid, routing_is_valid

IBANS = (
    "DE89370400440532013000",
    "GB29NWBK60161331926819",
    "FR1420041010050500013M02606",
    "PL61109010140000071219812874",
    "NL91ABNA0417164300",
    "ES9121000418450200051332",
    "CH9300762011623852957",
    "NO9386011117947",
    "MT84MALT011000012345MTLCAST001S",
)
ROUTINGS = ("021000021", "266905059", "122105155", "322271627", "011401533", "084009519")


def key(kind: str, raw: str, region: str = "US") -> str | None:
    value = clean(kind, raw, region)
    return f"{value.kind} {value.key}" if value else None


@pytest.mark.parametrize("iban", IBANS)
def test_ibans_are_checked_modulo_97(iban: str) -> None:
    assert iban_is_valid(iban)
    spaced = " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))
    for spelling in (iban, spaced, spaced.lower(), f"IBAN: {spaced}", f"IBAN {iban}", iban.replace("0", "0\u00a0")):
        assert key("payroll_account", spelling) == f"payroll_account iban:{iban}", spelling
    chance = random.Random(iban)
    for _ in range(20):
        at = chance.randrange(2, len(iban))
        if iban[at].isdigit():
            typo = iban[:at] + str((int(iban[at]) + chance.randint(1, 9)) % 10) + iban[at + 1 :]
            assert why_not("payroll_account", typo, "DE") == "checksum", typo
    assert why_not("payroll_account", iban[:-1], "DE") in ("invalid", "checksum")


@pytest.mark.parametrize("routing", ROUTINGS)
def test_routing_numbers_are_checked(routing: str) -> None:
    assert routing_is_valid(routing)
    for at in range(9):
        typo = routing[:at] + str((int(routing[at]) + 1) % 10) + routing[at + 1 :]
        assert not routing_is_valid(typo)
        assert clean("payroll_account", f"{typo}:483920157", "US") is None
    assert not routing_is_valid("000000000")
    assert not routing_is_valid("٠٢١٠٠٠٠٢١")


@pytest.mark.parametrize(
    "raw",
    [
        "021000021:483920157",
        "021000021 / 483920157",
        "021000021 483920157",
        "021000021, 483920157",
        "021000021:000483920157",
        "routing:021000021 account:483920157",
        "Routing number: 021000021; Account number: 483920157",
        "ABA 021000021 Acct# 4839-20157",
        "Account 483920157 / Routing 021000021",
        "us:021000021:483920157",
    ],
)
def test_spellings_of_one_american_account(raw: str) -> None:
    assert key("payroll_account", raw) == "payroll_account us:021000021:483920157"


@pytest.mark.parametrize(
    "raw",
    [
        "266905059:XXXX1207",
        "266905059:****1207",
        "266905059 / xxxxxx1207",
        "266905059:•••• 1207",
        "266905059 XXXX-1207",
        "266905059:1207",
    ],
)
def test_masked_accounts_are_the_weaker_kind(raw: str) -> None:
    assert key("payroll_account", raw) == "payroll_last4 us:266905059:last4:1207"
    assert key("payroll_last4", raw) == "payroll_last4 us:266905059:last4:1207"


def test_a_whole_account_falls_into_its_masked_form() -> None:
    coarsen = KINDS["payroll_account"].coarsen
    assert coarsen is not None
    value = clean("payroll_account", "266905059:884201207", "US")
    masked = clean("payroll_account", "266905059:XXXX1207", "US")
    assert value is not None
    assert coarsen(value.key) == masked
    assert coarsen("iban:DE89370400440532013000") is None
    assert coarsen("tok:5f1d7a6e0b9c4d21a0b3") is None


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("****1207", "masked"),
        ("XXXX1207", "masked"),
        ("ending in ****", "masked"),
        ("021000021:000000000", "placeholder"),
        ("021000021:111111111", "placeholder"),
        ("000000000:483920157", "placeholder"),
        ("0000000000", "placeholder"),
        ("1234567890", "placeholder"),
        ("4839", "vague"),
        ("021000022:483920157", "checksum"),
        ("Chase", "invalid"),
        ("same as last month", "invalid"),
        ("1" * 400, "too_long"),
    ],
)
def test_what_is_nothing_and_why(raw: str, why: str) -> None:
    assert why_not("payroll_account", raw, "US") == why


def test_a_number_without_its_bank_is_only_a_part() -> None:
    assert key("payroll_account", "4839201571") == "payroll_last4 account:4839201571"
    assert key("payroll_account", "Account: 0004839201571") == "payroll_last4 account:4839201571"


def test_displays_do_not_show_whole_accounts() -> None:
    for raw in ("021000021:483920157", "DE89370400440532013000"):
        value = clean("payroll_account", raw, "US")
        assert value is not None
        assert "48392" not in value.display
        assert "0532013" not in value.display


WALLETS = [
    ("0x52908400098527886E0F7030069857D2E4169EE7", "eth:0x52908400098527886e0f7030069857d2e4169ee7"),
    ("ETH: 0x52908400098527886e0f7030069857d2e4169ee7", "eth:0x52908400098527886e0f7030069857d2e4169ee7"),
    ("USDT (ERC20): 0x52908400098527886e0f7030069857d2e4169ee7", "eth:0x52908400098527886e0f7030069857d2e4169ee7"),
    ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "btc:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
    ("bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "btc:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
    ("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "btc:3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"),
    ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "btc:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
    (
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
        "btc:bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    ),
    ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "tron:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
    ("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v", "sol:EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"),
    ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", None),
    ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u", None),
    ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", None),
    ("0x0000000000000000000000000000000000000000", None),
    ("0x52908400", None),
    ("my wallet", None),
]


@pytest.mark.parametrize(("raw", "expected"), WALLETS)
def test_wallets(raw: str, expected: str | None) -> None:
    value = clean("wallet", raw, "US")
    assert (value.key if value else None) == expected
    if expected:
        assert key("payroll_account", raw) == f"wallet {expected}"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("paypal.me/Jane", "paypal:jane"),
        ("https://www.paypal.com/paypalme/Jane?country.x=US", "paypal:jane"),
        ("PayPal: @Jane", "paypal:jane"),
        ("PayPal jane.k@gmail.com", "paypal:janek@gmail.com"),
        ("Payoneer account: jane@lindqvist.dev", "payoneer:jane@lindqvist.dev"),
        ("https://wise.com/pay/me/janek12", "wise:janek12"),
        ("https://venmo.com/u/Jane-K", "venmo:jane-k"),
        ("venmo: @Jane-K", "venmo:jane-k"),
        ("https://cash.app/$janek", "cashapp:janek"),
        ("$janek", "cashapp:janek"),
        ("zelle: jane@lindqvist.dev", "zelle:jane@lindqvist.dev"),
        ("UPI: jane.k@okhdfcbank", "upi:jane.k@okhdfcbank"),
        ("jane@lindqvist.dev", "email:jane@lindqvist.dev"),
        ("paypal", None),
        ("paypal.me", None),
        ("paypal.me/yourname", None),
        ("$500", None),
        ("jane", None),
        ("payoneer: test@example.com", None),
    ],
)
def test_payment_handles(raw: str, expected: str | None) -> None:
    value = clean("payment_handle", raw, "US")
    assert (value.key if value else None) == expected
