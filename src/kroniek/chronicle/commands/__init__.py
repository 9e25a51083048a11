"""The commands that keep a chronicle, one file for adding, for asking and for deciding."""
