"""What streamlit runs for each visit: the frame of the page, the menu, and the one screen that was asked for."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from graph.model.errors import CaseError
from views import data, guard, routes

ASSETS = Path(__file__).resolve().parent / "assets"


def main() -> None:
    """Menu and screen; without findings, how to begin."""
    icon = str(ASSETS / "icon.png")  # a file of ours: a named icon would be fetched from another host
    st.set_page_config(page_title="Linchpin", page_icon=icon, layout="wide", initial_sidebar_state="collapsed")
    st.html(ASSETS / "app.css")
    st.logo(icon, size="small")
    screen = st.navigation([routes.findings(), routes.search(), routes.about(), routes.finding()], position="top")
    try:
        data.analysis()
        data.engine()
    except CaseError as error:
        st.html(guard.page("begin.html", what=error.what, where=error.where, remedy=error.remedy))
        return
    if note := data.out_of_date():
        st.html(guard.page("notice.html", text=note))
    screen.run()


main()
