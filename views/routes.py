"""The pages and the ways between them. Addresses carry ids only, never a name or a value: they stay in histories."""

from __future__ import annotations

from typing import NoReturn
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import Page


def findings() -> Page:
    from views import findings as screen

    return st.Page(
        screen.page, title="Findings", url_path="findings", icon=":material/format_list_numbered:", default=True
    )


def finding() -> Page:
    from views import finding as screen

    return st.Page(screen.page, title="Finding", url_path="finding", visibility="hidden")


def search() -> Page:
    from views import search as screen

    return st.Page(screen.page, title="Search", url_path="search", icon=":material/search:")


def about() -> Page:
    from views import about as screen

    return st.Page(screen.page, title="About this case", url_path="about", icon=":material/info:")


def query(identity: str, kind: str = "all") -> dict[str, str]:
    """The parameters of a finding's address; `kind` is the type of findings that it is one of a list of."""
    return {"id": identity} | ({"type": kind} if kind != "all" else {})


def address(identity: str, kind: str = "all") -> str:
    """The address of a finding, from every screen."""
    return f"finding?{urlencode(query(identity, kind))}"


def open_finding(identity: str, kind: str = "all") -> NoReturn:
    """Show that finding."""
    st.switch_page(finding(), query_params=query(identity, kind))
