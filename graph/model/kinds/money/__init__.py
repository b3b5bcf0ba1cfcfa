"""The four kinds of money: what sharing them means. Their cleaning is in accounts.py and wallets.py."""

from __future__ import annotations

from graph.model.kinds.base import Kind
from graph.model.kinds.judge import Cleaning
from graph.model.kinds.money.accounts import judge_account, judge_handle_of_payment, judge_wallet, last_four_of

PAYROLL_ACCOUNT = Kind(
    name="payroll_account",
    label="PayrollAccount",
    relationship="PAID_TO",
    title="Payroll account",
    family="money",
    columns=(
        "payroll_account",
        "bank_account",
        "iban",
        "account",
        "deposit_account",
        "payout_account",
        "direct_deposit",
    ),
    clean=Cleaning(judge_account),
    strength=12.0,
    crowd=20,
    decisive=True,
    reason="{n} persons of different names are paid into the {value}",
    innocent="A couple with a joint account, a trustee or payee who acts for others, or a firm that invoices for several people.",
    coarser="payroll_last4",
    coarsen=last_four_of,
    examples=(
        ("DE89 3704 0044 0532 0130 00", "iban:DE89370400440532013000"),
        ("021000021:000483920157", "us:021000021:483920157"),
        ("021000021 / 483920157", "us:021000021:483920157"),
        ("routing: 021000021 account: 483920157", "us:021000021:483920157"),
        ("266905059:XXXX1207", "us:266905059:last4:1207"),
        ("tok:5f1d7a6e0b9c4d21a0b3", "tok:5f1d7a6e0b9c4d21a0b3"),
        ("0x52908400098527886E0F7030069857D2E4169EE7", "eth:0x52908400098527886e0f7030069857d2e4169ee7"),
        ("paypal.me/MaraLindqvist", "paypal:maralindqvist"),
        ("DE89 3704 0044 0532 0130 01", None),
        ("021000022:483920157", None),
        ("****1207", None),
        ("0000000000", None),
        ("n/a", None),
    ),
)

PAYROLL_LAST4 = Kind(
    name="payroll_last4",
    label="PayrollLast4",
    relationship="PAID_TO_PART",
    title="Payroll account, known in part",
    family="money",
    columns=("payroll_last4", "masked_account", "hidden_account_number", "account_last4"),
    clean=Cleaning(judge_account),
    strength=4.0,
    crowd=6,
    reason="{n} persons of different names are paid into {value}",
    innocent=(
        "Different accounts of one large bank that end in the same four digits, or the couples and payees of a whole account."
    ),
    examples=(
        ("266905059:XXXX1207", "us:266905059:last4:1207"),
        ("266905059 / ****1207", "us:266905059:last4:1207"),
        ("us:266905059:last4:1207", "us:266905059:last4:1207"),
        ("4839201571", "account:4839201571"),
        ("****1207", None),
        ("XXXX1207", None),
        ("n/a", None),
    ),
)

WALLET = Kind(
    name="wallet",
    label="Wallet",
    relationship="PAID_TO_WALLET",
    title="Crypto wallet",
    family="money",
    columns=(
        "wallet",
        "wallet_address",
        "crypto_address",
        "crypto_wallet",
        "btc_address",
        "eth_address",
        "usdt_address",
    ),
    clean=Cleaning(judge_wallet),
    strength=12.0,
    crowd=20,
    decisive=True,
    reason="{n} persons of different names are paid to the wallet {value}",
    innocent="A deposit address of an exchange that was written instead of one's own, or a contractor firm's wallet.",
    examples=(
        ("0x52908400098527886E0F7030069857D2E4169EE7", "eth:0x52908400098527886e0f7030069857d2e4169ee7"),
        ("BTC: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "btc:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
        ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "btc:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
        ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "tron:TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", None),
        ("0x0000000000000000000000000000000000000000", None),
        ("none", None),
    ),
)

PAYMENT_HANDLE = Kind(
    name="payment_handle",
    label="PaymentHandle",
    relationship="PAID_TO_HANDLE",
    title="Payment handle",
    family="money",
    columns=("payment_handle", "paypal", "payoneer", "wise", "venmo", "cashapp", "cash_app", "zelle", "payment_email"),
    clean=Cleaning(judge_handle_of_payment),
    strength=11.0,
    crowd=20,
    decisive=True,
    reason="{n} persons of different names are paid through {value}",
    innocent="A couple, or a contractor firm that invoices for several people under one handle.",
    examples=(
        ("https://www.paypal.me/MaraLindqvist/", "paypal:maralindqvist"),
        ("https://www.paypal.com/paypalme/MaraLindqvist", "paypal:maralindqvist"),
        ("Payoneer: Mara.Lindqvist@gmail.com", "payoneer:maralindqvist@gmail.com"),
        ("$maralind", "cashapp:maralind"),
        ("https://venmo.com/u/Mara-Lind", "venmo:mara-lind"),
        ("mara@lindqvist.dev", "email:mara@lindqvist.dev"),
        ("paypal:maralindqvist", "paypal:maralindqvist"),
        ("paypal.me/username", None),
        ("n/a", None),
    ),
)
