"""The app: one file per screen, and the components. The only room that knows streamlit."""
