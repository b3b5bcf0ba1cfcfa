"""What a screen keeps in its address, so that Back, Forward and a reload find it again.

Addresses stay in histories, so that no name or value stands in them: of words that were searched only a mark, which this
server knows to resolve until it ends.
"""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlencode

import streamlit as st

from views import data

MARKS = 1_000  # searches that are remembered


def take(key: str, told: str) -> None:
    """Before the widget of that key is made: what the address tells goes into it, when that is not what it told last."""
    if key not in st.session_state or st.session_state.get(f"{key}/address") != told:
        st.session_state[key] = st.session_state[f"{key}/address"] = told


def put(key: str, told: str, name: str, text: str) -> None:
    """After it: what the widget says now goes into the address, as `name=text`; no text, no parameter."""
    st.session_state[f"{key}/address"] = told
    if st.query_params.get(name, "") == text:
        return
    if text:
        st.query_params[name] = text
    else:
        del st.query_params[name]


def query(identity: str, kind: str = "all") -> dict[str, str]:
    """The parameters of a finding's address; `kind` is the type of findings that it is one of a list of."""
    return {"id": identity} | ({"type": kind} if kind != "all" else {})


def of_finding(identity: str, kind: str = "all") -> str:
    """The address of a finding, from every screen."""
    return f"finding?{urlencode(query(identity, kind))}"


@st.cache_resource(show_spinner=False)
def _marks() -> dict[str, str]:
    return {}


def mark_of(words: str) -> str:
    """The mark of these words, which `words_of` resolves; "" of none."""
    if not words:
        return ""
    mark = hmac.new(data.case().key, words.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:12]
    known = _marks()
    known.pop(mark, None)
    known[mark] = words
    for oldest in list(known)[:-MARKS]:
        known.pop(oldest, None)
    return mark


def words_of(mark: str) -> str:
    """The words of a mark; "" when this server does not know it."""
    return _marks().get(mark, "")
