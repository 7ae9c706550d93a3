"""What an article and its quotes look like as search documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from search.dates import dates
from search.lookup import lookup_keys
from search.schema import ArticleDocument, QuoteDocument
from service import identity, times
from service.identity import is_local
from service.identity.statements import statement
from service.models import Article, Named, Quote, Span
from service.quotes.sentences import around


def article_document(article: Article, quotes: Sequence[Quote], *, group: str | None = None) -> ArticleDocument:
    """The article's document; its speakers are those quoted in it, in order of appearance.

    `group` is the first of the articles that are nearly the same as this one, itself perhaps; None where none are.
    """
    sources = {quote.speaker.id: quote.speaker.name for quote in quotes if quote.speaker}
    speakers = {key: name for key, name in sources.items() if not is_local(key)}
    return ArticleDocument(
        **_shared(article),
        id=article.id,
        title=article.title,
        standfirst=article.standfirst,
        body=article.body,
        agency=article.agency,
        authors=article.authors,
        speaker=list(speakers.values()),
        speaker_id=list(speakers),
        speaker_lookup=[key for one, name in speakers.items() for key in lookup_keys(one, name)],
        source_id=list(sources),
        url=article.url,
        group=group,
    )


def quote_documents(article: Article, quotes: Sequence[Quote], *, group: str | None = None) -> list[QuoteDocument]:
    """The documents of the article's quotes; they carry the article's revision.

    In a `group`, a quote's own group is the id that it would have in the group's first article: the same for its words
    in all of them. Where the words are too few to be a statement on their own, they still are one in the group.
    """
    shared = _shared(article)
    groups = [None] * len(quotes) if group is None else identity.quote_ids(group, [quote.text for quote in quotes])
    return [
        QuoteDocument(
            **shared,
            id=quote.id,
            article_id=article.id,
            text=quote.text,
            kind=quote.kind,
            start=quote.start,
            end=quote.end,
            **_speaker(quote.speaker),
            **_evidence(article.body, quote),
            article_title=article.title,
            group=quote_group,
            statement=statement(quote.text, _known(quote.speaker)) or quote_group,
        )
        for quote, quote_group in zip(quotes, groups, strict=True)
    ]


def _evidence(body: str, quote: Quote) -> dict[str, Any]:
    said, mention, cue = Span(quote.text, quote.start, quote.end), quote.mention, quote.cue
    context = around(body, said, (mention, cue))
    return {
        "mention": mention.text if mention else None,
        "mention_start": mention.start if mention else None,
        "cue": cue.text if cue else None,
        "cue_start": cue.start if cue else None,
        "method": quote.method,
        "confidence": quote.confidence,
        "before": body[context.start : quote.start],
        "after": body[quote.end : context.end],
    }


def _known(speaker: Named | None) -> str | None:
    """The id of a speaker who is the same in every article."""
    return None if speaker is None or is_local(speaker.id) else speaker.id


def _speaker(speaker: Named | None) -> dict[str, Any]:
    """Whoever has no name of their own is searched for under it, but not counted with the others."""
    key, name = (speaker.id, speaker.name) if speaker else (None, None)
    local = key is not None and is_local(key)
    return {
        "speaker": None if local else name,
        "speaker_id": None if local else key,
        "speaker_lookup": [] if local or key is None or name is None else lookup_keys(key, name),
        "source": name if local else None,
        "source_id": key,
    }


def _shared(article: Article) -> dict[str, Any]:
    moment = article.published_at
    in_utc = None if moment is None else times.utc(moment)
    return {
        "revision": article.revision,
        "outlet": article.outlet.name if article.outlet else None,
        "outlet_id": article.outlet.id if article.outlet else None,
        "outlet_lookup": lookup_keys(article.outlet.id, article.outlet.name) if article.outlet else [],
        "section": article.section,
        "language": article.language,
        "published_at": None if moment is None else times.epoch_seconds(moment),
        "published": None if moment is None else times.printed(moment),
        "published_precision": article.published_precision,
        **dates(None if in_utc is None else in_utc.date()),
    }
