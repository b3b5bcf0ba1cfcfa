"""Where wages go: bank accounts whole and in part, wallets, handles at payment services.

Readers that have routing and account in two columns write them as one raw text, "<routing>:<account>".
"""

from __future__ import annotations

import re

from graph.model.kinds.base import Value
from graph.model.kinds.email import judge_email
from graph.model.kinds.judge import filler, made_up_digits, tidy, word_pairs, word_set
from graph.model.kinds.money.wallets import parse_wallet

LONGEST = 300
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_IBAN_LENGTHS = word_pairs(
    "AD:24 AE:23 AL:28 AT:20 AZ:28 BA:20 BE:16 BG:22 BH:22 BR:29 BY:28 CH:21 CR:22 CY:28 CZ:24 DE:22 DK:18 DO:28 EE:20 EG:29"
    " ES:24 FI:18 FO:18 FR:27 GB:22 GE:22 GI:23 GL:18 GR:27 GT:28 HR:21 HU:28 IE:22 IL:23 IQ:23 IS:26 IT:27 JO:30 KW:30 KZ:20"
    " LB:28 LC:32 LI:21 LT:20 LU:20 LV:21 LY:25 MC:27 MD:24 ME:22 MK:19 MR:27 MT:31 MU:30 NL:18 NO:15 PK:24 PL:28 PS:29 PT:25"
    " QA:29 RO:24 RS:22 SA:24 SC:31 SD:18 SE:24 SI:19 SK:24 SM:27 ST:25 SV:28 TL:23 TN:24 TR:26 UA:29 VA:22 VG:24 XK:20",
    ":",
)
_LABELS = re.compile(
    r"\b(?:routing|aba|rtn|account|acct|a/c|bank|transit|iban|number|num|no|checking|savings|ach|wire|us)\b\.?|#",
    re.IGNORECASE,
)
_US_KEY = re.compile(r"us:(\d{9}):(?:(\d{4,17})|last4:(\d{4}))")
_PART_KEY = re.compile(r"account:(\d{8,17})")
_TOKEN = re.compile(r"tok:[0-9a-f]{16,64}")
_HIDDEN = "xX*•●#·…"
_MASKED_TAIL = re.compile(rf"[{_HIDDEN}.\-]*[{_HIDDEN}]+[{_HIDDEN}.\- ]*(\d{{3,6}})")
_ROUTING_THEN_MASKED = re.compile(rf"(\d{{9}})[\s:/,;|\-]+([{_HIDDEN}.\- ]*[{_HIDDEN}]+[{_HIDDEN}.\- ]*\d{{4,6}})")
_TWO_NUMBERS = re.compile(r"(\d{9})[\s:/,;|]+(\d[\d \-]{2,24}\d)")
_SEPARATORS = re.compile(r"[\s:/,;|]+")


def iban_is_valid(iban: str) -> bool:
    """ISO 13616: length of its country, and 1 modulo 97 with the first four characters moved to the end."""
    if not _IBAN.fullmatch(iban) or _IBAN_LENGTHS.get(iban[:2], "0") != str(len(iban)):
        return False
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1


def routing_is_valid(routing: str) -> bool:
    """Nine digits of the American Bankers Association: a Federal Reserve prefix, and weights 3, 7, 1 give 0 modulo 10."""
    if len(routing) != 9 or not (routing.isascii() and routing.isdigit()):
        return False
    prefix = int(routing[:2])
    if not (prefix <= 12 or 21 <= prefix <= 32 or 61 <= prefix <= 72 or prefix == 80) or routing == "000000000":
        return False
    a, b, c, d, e, f, g, h, i = map(int, routing)
    return (3 * (a + d + g) + 7 * (b + e + h) + c + f + i) % 10 == 0


def judge_account(raw: str, region: str) -> Value | str:
    """`iban:…`, `us:<routing>:<account>`, a keyed token `tok:…`; weaker: `payroll_last4`; wallets and handles as such.

    Leading zeros of an American account are padding of the system that wrote it, and are dropped.
    """
    routing, _, account = raw.partition(":")
    if len(routing) == 9 and account.isascii() and account.isdigit():
        return _us(routing, account)
    text = tidy(raw)
    nothing = filler(text)
    if nothing:
        return nothing
    if len(text) > LONGEST:
        return "too_long"
    if text.startswith(("us:", "account:", "tok:")):
        known = _own_key(text)
        if known is not None:
            return known
    solid = text.upper().removeprefix("IBAN").replace(" ", "").replace("-", "").replace(".", "").lstrip(":#")
    if _IBAN.fullmatch(solid) and solid[:2] in _IBAN_LENGTHS:
        return _iban(solid)
    wallet = parse_wallet(text)
    if wallet is not None:
        return wallet
    handle = judge_handle_of_payment(text, region)
    if isinstance(handle, Value):
        return handle
    return _us_in_words(text)


def _own_key(text: str) -> Value | str | None:
    match = _US_KEY.fullmatch(text)
    if match:
        routing, account, last = match.groups()
        return _us(routing, account) if account else _last_four(routing, last)
    match = _PART_KEY.fullmatch(text)
    if match:
        return _no_bank(match.group(1))
    return Value("payroll_account", text, f"account {text[:12]}…") if _TOKEN.fullmatch(text) else None


def _iban(solid: str) -> Value | str:
    if not iban_is_valid(solid):
        return "checksum" if _IBAN_LENGTHS[solid[:2]] == str(len(solid)) else "invalid"
    if len(set(solid[4:])) == 1:
        return "placeholder"
    return Value("payroll_account", f"iban:{solid}", f"IBAN {solid[:4]} … {solid[-4:]}")


def _us(routing: str, account: str) -> Value | str:
    if not routing_is_valid(routing):
        return "placeholder" if made_up_digits(routing) else "checksum" if routing.isdigit() else "invalid"
    number = account.lstrip("0")
    if not number or len(set(number)) == 1 or (made_up_digits(number) and len(number) != 9):
        return "placeholder"
    if not 4 <= len(number) <= 17:
        return "invalid"
    if len(number) == 4:
        return _last_four(routing, number)  # a system that shows the last four without saying so
    return Value("payroll_account", f"us:{routing}:{number}", f"account ending in {number[-4:]} at bank {routing}")


def _last_four(routing: str, last: str) -> Value | str:
    if not routing_is_valid(routing):
        return "placeholder" if made_up_digits(routing) else "checksum"
    return Value("payroll_last4", f"us:{routing}:last4:{last}", f"an account ending in {last} at bank {routing}")


def _no_bank(number: str) -> Value | str:
    number = number.lstrip("0")
    if made_up_digits(number):
        return "placeholder"
    if not 8 <= len(number) <= 17:
        return "vague"
    return Value("payroll_last4", f"account:{number}", f"account ending in {number[-4:]} at a bank that is not named")


def _us_in_words(text: str) -> Value | str:
    """`routing: 021000021 account: 123456789`, `266905059 / XXXX1207`, `****1207`, and so on."""
    plain = _SEPARATORS.sub(" ", _LABELS.sub(" ", text)).strip(" .-=")
    plain = plain.replace("=", " ")
    plain = re.sub(r" +", " ", plain)
    match = _ROUTING_THEN_MASKED.fullmatch(plain)
    if match:
        return _last_four(match.group(1), match.group(2)[-4:])
    if _MASKED_TAIL.fullmatch(plain):
        return "masked"  # four digits alone are shared by one in ten thousand: no key at all
    match = _TWO_NUMBERS.fullmatch(plain)
    if match:
        account = match.group(2).replace(" ", "").replace("-", "")
        if not routing_is_valid(match.group(1)) and routing_is_valid(account):
            return _us(account, match.group(1))  # written the other way round
        return _us(match.group(1), account)
    digits = plain.replace(" ", "").replace("-", "")
    if digits.isascii() and digits.isdigit():
        return _no_bank(digits)
    return "masked" if any(c in plain for c in "*•●") else "invalid"


def last_four_of(key: str) -> Value | None:
    """The weaker value that a full American account falls into; an IBAN has none."""
    match = _US_KEY.fullmatch(key)
    found = _last_four(match.group(1), match.group(2)[-4:]) if match and match.group(2) else None
    return found if isinstance(found, Value) else None


_SERVICES = {
    "paypal.me": "paypal",
    "paypal.com/paypalme": "paypal",
    "cash.app": "cashapp",
    "venmo.com/u": "venmo",
    "venmo.com/code": "",
    "venmo.com": "venmo",
    "wise.com/pay/me": "wise",
    "wise.com/pay/business": "wise",
    "revolut.me": "revolut",
    "payoneer.com": "",
    "ko-fi.com": "kofi",
    "buymeacoffee.com": "buymeacoffee",
    "patreon.com": "patreon",
}
"""Address of a profile at a payment service -> name of the service ("" = the address names nobody)."""
_SERVICE_NAMES = {
    "paypal": "paypal",
    "pay pal": "paypal",
    "cash app": "cashapp",
    "cashapp": "cashapp",
    "venmo": "venmo",
    "wise": "wise",
    "transferwise": "wise",
    "payoneer": "payoneer",
    "zelle": "zelle",
    "revolut": "revolut",
    "skrill": "skrill",
    "deel": "deel",
    "upi": "upi",
    "gcash": "gcash",
    "alipay": "alipay",
    "wechat pay": "wechatpay",
    "kofi": "kofi",
    "buymeacoffee": "buymeacoffee",
    "patreon": "patreon",
    "email": "email",
}
_SERVICE_THEN_NAME = re.compile(
    r"("
    + "|".join(sorted(_SERVICE_NAMES, key=len, reverse=True))
    + r")\b(?: (?:account|id|handle|tag|user(?:name)?|email))?\s*[:=\- ]\s*(\S+)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"[a-z0-9][a-z0-9._\-]{1,63}")
_UPI = re.compile(r"[a-z0-9][a-z0-9._\-]{1,63}@[a-z]{2,20}")
_NOT_NAMES = word_set(
    "account yourname your-name name me pay payment payments transfer business email user username handle login help home app"
    " send request"
)


def judge_handle_of_payment(raw: str, region: str) -> Value | str:
    """`<service>:<name>`: paypal.me/jane -> paypal:jane; "Payoneer: Jane@X.org" -> payoneer:jane@x.org.

    An e-mail address alone is a handle of a service that is not named: `email:jane@x.org`.
    """
    text = tidy(raw)
    nothing = filler(text)
    if nothing:
        return nothing
    if len(text) > LONGEST:
        return "too_long"
    low = text.lower()
    address = (
        low.removeprefix("https://")
        .removeprefix("http://")
        .removeprefix("www.")
        .split("?")[0]
        .split("#")[0]
        .rstrip("/")
    )
    for start, service in _SERVICES.items():
        if address.startswith(start + "/"):
            return _handle(service, address[len(start) + 1 :].split("/")[0], region)
    if low.startswith("$") and not low[1:2].isdigit():
        return _handle("cashapp", low, region)
    match = _SERVICE_THEN_NAME.fullmatch(low)
    if match:
        return _handle(_SERVICE_NAMES[match.group(1)], match.group(2), region)
    if "@" in low:
        return _handle("email", low, region)
    return "invalid"


def _handle(service: str, name: str, region: str) -> Value | str:
    if not service:
        return "shared_host"
    if "@" in name.lstrip("@"):
        mailbox = judge_email(name, region)
        if isinstance(mailbox, Value):
            return Value("payment_handle", f"{service}:{mailbox.key}", f"{service.capitalize()} {mailbox.key}")
        if service == "upi" and _UPI.fullmatch(name):
            return Value("payment_handle", f"upi:{name}", f"UPI {name}")
        return mailbox
    name = name.lstrip("@$")
    if service == "email" or not _HANDLE.fullmatch(name):
        return filler(name) or "invalid"
    if name in _NOT_NAMES or filler(name) or made_up_digits(name):
        return "placeholder"
    return Value("payment_handle", f"{service}:{name}", f"{service.capitalize()} {name}")


def judge_wallet(raw: str, region: str) -> Value | str:
    """`btc:…`, `eth:0x…`, `tron:…`, `sol:…`, with their checksums where they have one."""
    text = tidy(raw)
    nothing = filler(text)
    if nothing:
        return nothing
    if len(text) > LONGEST:
        return "too_long"
    return parse_wallet(text) or "invalid"
