"""What streamlit runs for each visit: the frame of the page, the menu, and the one screen that was asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page

from graph.model.errors import CaseError
from views import about, data, finding, findings, guard, search

ASSETS = Path(__file__).resolve().parent / "assets"


def main() -> None:
    """Menu and screen; without findings, how to begin."""
    icon = str(ASSETS / "icon.png")  # a file of ours: a named icon would be fetched from another host
    st.set_page_config(page_title="Linchpin", page_icon=icon, layout="wide", initial_sidebar_state="collapsed")
    st.html(ASSETS / "app.css")
    st.logo(icon, size="small")
    pages = _pages()
    screen = st.navigation(pages, position="top")
    st.set_page_config(page_title=f"{screen.title} · Linchpin")
    _narrow_menu(pages)
    try:
        data.analysis()
        data.engine()
    except CaseError as error:
        st.html(guard.page("begin.html", what=error.what, where=error.where, remedy=error.remedy))
        return
    if note := data.out_of_date():
        st.html(guard.page("notice.html", text=note))
    screen.run()


def _narrow_menu(pages: list[Page]) -> None:
    """The same menu for a narrow window, where Streamlit would lay its own over the page and leave it there; app.css shows
    one of them."""
    with st.container(key="narrow_menu", horizontal=True, gap="small"):
        for one in pages:
            if one.visibility == "visible":
                st.page_link(one)


def _pages() -> list[Page]:
    """All screens. Who leads to another is handed its page, so that no screen has to know the others."""
    listed = st.Page(
        findings.page, title="Findings", url_path="findings", icon=":material/format_list_numbered:", default=True
    )
    one = st.Page(lambda: finding.page(listed, one), title="Finding", url_path="finding", visibility="hidden")
    found = st.Page(search.page, title="Search", url_path="search", icon=":material/search:")
    told = st.Page(about.page, title="About this case", url_path="about", icon=":material/info:")
    return [listed, found, told, one]


main()
