"""The `onrecord` command: a module for each of its commands, imported when that is run."""

from __future__ import annotations

import click

from service.cli.lazy import LazyCommand, LazyGroup

_COMMANDS = [
    LazyCommand("serve", "service.cli.serving", "Serve the API."),
    LazyCommand("worker", "service.cli.working", "Index what is stored, in a process of its own, until it is stopped."),
    LazyCommand("demo", "service.cli.serving", "Ingest the sample corpus into a store of its own, and serve it."),
    LazyCommand(
        "ingest",
        "service.cli.ingesting",
        "Take articles in from files and folders (- is standard input); exits with 1 if anything was refused.",
    ),
    LazyCommand(
        "extract",
        "service.cli.extracting",
        "Show every quote in its sentence, with its speaker, evidence and confidence; nothing is stored.",
    ),
    LazyCommand(
        "reextract",
        "service.cli.reextracting",
        "Find the quotes of stored articles anew, e.g. after an upgrade; corrections, merges and splits stay.",
    ),
    LazyCommand("search", "service.cli.searching", "Search quotes (or articles), with typos forgiven."),
    LazyCommand(
        "export",
        "service.cli.exporting",
        "Write all articles with their quotes, or all quotes, as they are at one moment of the store.",
    ),
    LazyCommand("quarantine", "service.cli.quarantine", "List, retry or forget what search could not take."),
    LazyCommand("reindex", "service.cli.rebuilding", "Build the search index anew beside the one in use."),
    LazyCommand(
        "reconcile", "service.cli.rebuilding", "Repair what search holds and the store does not, or the reverse."
    ),
    LazyCommand("backup", "service.cli.backing_up", "Copy the SQLite store into a file, while it is in use."),
    LazyCommand("restore", "service.cli.backing_up", "Put a backup in the place of the SQLite store."),
    LazyCommand("key", "service.cli.keys", "Make, list, rotate and revoke API keys."),
    LazyCommand("openapi", "service.cli.openapi", "Print the OpenAPI contract."),
]


@click.group(cls=LazyGroup, commands=_COMMANDS)
@click.version_option(package_name="onrecord")
def main() -> None:
    """Who said what, when, in which outlet."""
    from service.telemetry import logs  # late: `--help` logs nothing

    logs.configure()
