"""The pages and the ways between them. Addresses carry ids only, never a name or a value: they stay in histories."""

from __future__ import annotations

from typing import NoReturn

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


def open_finding(identity: str) -> NoReturn:
    """Show that finding."""
    st.switch_page(finding(), query_params={"id": identity})
