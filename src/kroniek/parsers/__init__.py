"""Parsers of our own: rules for words and sentences, and a trained network for each language."""
