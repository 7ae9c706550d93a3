"""Keeps the index a projection of the store: what a row looks like as a search document, and the worker."""
