"""The web door: `streamlit run app.py`, or better `linchpin app`, which also passes the settings of views.serve."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from views.headers import middleware

app = st.App(Path(__file__).resolve().parent / "views" / "main.py", middleware=middleware())
