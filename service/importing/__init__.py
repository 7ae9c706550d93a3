"""Imports: streams of articles that are taken whole into a file first, and then worked off in the background."""
