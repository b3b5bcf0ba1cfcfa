"""The screens of the app: one file each, and the graph component."""
