"""A few invented articles that the tests of the API agree on."""

from __future__ import annotations

from typing import Any

ARTICLES: list[dict[str, Any]] = [
    {
        "title": "Harbour wall to be raised by a metre",
        "outlet": "The Ledger",
        "section": "Politics",
        "published_at": "2024-03-04T09:30:00Z",
        "url": "https://ledger.example/harbour-wall",
        "body": "Mayor Ilse Vandermeer said on Monday that the harbour wall would be raised.\n\n"
        "“We cannot wait for another winter like the last one,” Vandermeer said.\n\n"
        "The engineer Tomas Quill called the plan “a sandcastle”.",
    },
    {
        "title": "Engineers doubt the wall",
        "outlet": "The Ledger",
        "section": "Science",
        "published_at": "2024-03-20",
        "body": "“The foundations were never surveyed,” said the engineer Tomas Quill.\n\n"
        "“Nobody has asked the sea for its opinion,” he added.",
    },
    {
        "title": "Vandermeer wins second term",
        "outlet": "Radio Norrland",
        "section": "Politics",
        "published_at": "2025-11-02T22:00:00+01:00",
        "body": "Ilse Vandermeer was returned as mayor on Sunday.\n\n"
        "“The wall will stand and so will this city,” Vandermeer told supporters.",
    },
    {
        "outlet": "Radio Norrland",
        "body": "A fishing boat is missing off the coast. “We have not given up hope,” said Aðalbjörg O’Neill, "
        "whose brother is on board.",
    },
]
