"""What a user of the Python client writes; run by test_python.py, and checked by mypy --strict."""

from __future__ import annotations

import sys

from onrecord_client.api.search import search_quotes
from onrecord_client.models import ArticleIn, Import, Problem, QuoteSearch
from onrecord_client.service import OnRecord, Refused, checked


def refusal(service: OnRecord, article: ArticleIn) -> Problem:
    """What the service says against an article."""
    try:
        service.ingest(article)
    except Refused as refused:
        return refused.problem
    raise AssertionError("it was taken")


def main(url: str) -> None:
    """Ingest, search, page, be refused, import and export."""
    with OnRecord(url, "sdk-key") as service:
        article = ArticleIn(body="“The pump is broken,” said Ola Brandt.", outlet="Python News")
        first = service.ingest(article, searchable=True)
        assert first.searchable
        assert service.ingest(article).id == first.id

        told: list[int] = []

        def progress(state: Import) -> None:
            told.append(state.lines_done)

        many = ({"body": f"“Pump {n} is broken,” said Ola Brandt.", "outlet": "Python Weekly"} for n in range(60))
        done = service.import_articles((one if n else {"body": 3} for n, one in enumerate(many)), progress=progress)
        assert (done.state, done.created, done.refused) == ("done", 59, 1)
        assert told[-1] == 60
        (line,) = service.refused_lines(done.id)
        assert (line.line, line.pointer) == (1, "/body")

        ids = [quote.id for quote in service.quotes(outlet=["python-weekly"], limit=25)]
        assert len(set(ids)) == 59
        assert {outlet.name for outlet in service.outlets()} >= {"Python News", "Python Weekly"}

        found = checked(search_quotes.sync(client=service.client, q="brokne", facets=["outlet"], limit=1), QuoteSearch)
        assert "python-news" in {value.value for value in found.facets["outlet"]}
        assert found.hits[0].speaker is not None
        assert found.hits[0].speaker.name == "Ola Brandt"

        problem = refusal(service, ArticleIn(body="b", published_at="Friday"))
        assert problem.code == "validation"
        assert [fault.pointer for fault in problem.errors or []] == ["/published_at"]

        lines = list(service.export_articles(outlet=["python-news", "python-weekly"]))
        assert len(lines) == 60
        assert service.import_articles(lines).same == 60
        assert len(list(service.export_quotes(outlet=["python-news"]))) == 1


if __name__ == "__main__":
    main(sys.argv[1])
