"""Addresses of crypto wallets: shapes and checksums. No amounts, no lookups."""

from __future__ import annotations

import hashlib
import re

from graph.model.kinds.base import Value

_COIN = r"(?:btc|bitcoin|eth|ethereum|usdt|usdc|trx|tron|sol|solana|polygon|evm|wallet|crypto|erc-?20|trc-?20|bep-?20)"
_LABEL = re.compile(rf"^(?:\(?{_COIN}\)?(?: (?:address|wallet))?\s*[:\-]?\s*)+", re.IGNORECASE)
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE58_VALUE = {c: n for n, c in enumerate(_BASE58)}
_BASE58_TEXT = re.compile(f"[{_BASE58}]{{25,44}}")
_ETH = re.compile(r"0x[0-9a-fA-F]{40}")
_BECH32_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32 = re.compile(rf"bc1[{_BECH32_LETTERS}]{{8,87}}")


def parse_wallet(text: str) -> Value | None:
    """The wallet whose address the text is (a coin's name may stand before it), or None."""
    for candidate in (text, _LABEL.sub("", text)):
        candidate = candidate.strip()
        prefix, colon, rest = candidate.partition(":")
        if colon and prefix.lower() in ("btc", "bitcoin", "eth", "ethereum", "tron", "sol"):
            candidate = rest.strip()
        found = _wallet(candidate)
        if found is not None:
            return found
    return None


def _wallet(address: str) -> Value | None:
    if _ETH.fullmatch(address):
        low = address.lower()
        return None if len(set(low[2:])) <= 2 or low.startswith("0x" + "0" * 20) else _value("eth", low)
    low = address.lower()
    if _BECH32.fullmatch(low) and address in (low, address.upper()):
        return _value("btc", low) if _bech32_is_valid(low) else None
    if not _BASE58_TEXT.fullmatch(address):
        return None
    payload = _base58(address)
    if len(payload) == 25 and _checked(payload):
        if payload[0] in (0x00, 0x05):
            return None if not any(payload[1:21]) else _value("btc", address)
        return _value("tron", address) if payload[0] == 0x41 and any(payload[1:21]) else None
    plausible = len(address) >= 43 and any(c.isdigit() for c in address) and any(c.islower() for c in address)
    return _value("sol", address) if len(payload) == 32 and plausible and any(c.isupper() for c in address) else None


def _value(coin: str, address: str) -> Value:
    return Value("wallet", f"{coin}:{address}", f"{coin.upper()} {address[:8]}…{address[-4:]}")


def _base58(text: str) -> bytes:
    number = 0
    for c in text:
        number = number * 58 + _BASE58_VALUE[c]
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def _checked(payload: bytes) -> bool:
    """Base58Check: the last four bytes begin the double SHA-256 of the others."""
    return hashlib.sha256(hashlib.sha256(payload[:-4]).digest()).digest()[:4] == payload[-4:]


def _bech32_is_valid(address: str) -> bool:
    """BIP 173 and BIP 350: the polynomial checksum is 1 (version 0) or 0x2bc830a3 (later versions)."""
    values = [_BECH32_LETTERS.index(c) for c in address[3:]]
    check = 1
    for value in [3, 3, 0, 2, 3, *values]:  # "bc", expanded
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= term if (top >> bit) & 1 else 0
    return check == (1 if values[0] == 0 else 0x2BC830A3)
