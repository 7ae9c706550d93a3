"""The tables. The store is the only source of truth; what the search engine holds can always be rebuilt from here.

Times are RFC 3339 texts, so that SQLite and PostgreSQL keep and order them alike. `articles.published_at` is the time
as the outlet printed it (without a zone where it gave none); `published_ts` is the same moment in epoch seconds, UTC,
and what ranges and orders are computed on. `articles.modified_at` is when the outlet says that it changed the article,
as printed; `updated_at` is when the store did.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

outlets = sa.Table(
    "outlets",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
)

speakers = sa.Table(
    "speakers",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("article_id", sa.Text, index=True),
    sa.Column("merged_into", sa.Text, sa.ForeignKey("speakers.id"), index=True),
)
"""`article_id` is set for a source without a name of its own: it belongs to that article. `merged_into` is set for an
id that is no speaker any more; it names the one that is, directly."""

known_names = sa.Table(
    "known_names",
    metadata,
    sa.Column("form", sa.Text, primary_key=True),
    sa.Column("scope", sa.Text, primary_key=True),
    sa.Column("folded", sa.Text, nullable=False, index=True),
    sa.Column("speaker_id", sa.Text, sa.ForeignKey("speakers.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("decided", sa.Boolean, nullable=False),
)
"""Who a printed name is. `form` is one of `service.identity` (exact or folded), `scope` is empty, `outlet:ID` or
`article:ID`: where it holds. `folded` is the folded form of an exact one. `decided` marks what a person has decided: it
outlives the quotes it was decided for."""

speaker_changes = sa.Table(
    "speaker_changes",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("speaker_id", sa.Text, nullable=False),
    sa.Column("into_id", sa.Text, nullable=False),
    sa.Column("selection", sa.JSON, nullable=False),
    sa.Column("decided_by", sa.Text),
    sa.Column("note", sa.Text),
    sa.Column("decided_at", sa.Text, nullable=False),
)
"""Every merge and split, as it was decided; never read to find out who a speaker is."""

articles = sa.Table(
    "articles",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("external_id", sa.Text, unique=True),
    sa.Column("url", sa.Text, unique=True),
    sa.Column("fingerprint", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text),
    sa.Column("standfirst", sa.Text),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("outlet_id", sa.Text, sa.ForeignKey("outlets.id"), index=True),
    sa.Column("agency", sa.Text),
    sa.Column("authors", sa.JSON, nullable=False),
    sa.Column("section", sa.Text),
    sa.Column("language", sa.Text),
    sa.Column("published_at", sa.Text),
    sa.Column("published_ts", sa.BigInteger, index=True),
    sa.Column("published_precision", sa.Text),
    sa.Column("modified_at", sa.Text),
    sa.Column("truncated", sa.Boolean, nullable=False),
    sa.Column("duplicate_of", sa.Text, sa.ForeignKey("articles.id", ondelete="SET NULL"), index=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("indexed_revision", sa.Integer, nullable=False, server_default="0"),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("updated_at", sa.Text, nullable=False),
    sa.Column("address", sa.Text, index=True),
    sa.Column("similarity", sa.Float),
    sa.Column("corrected", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("compared", sa.Boolean, nullable=False, server_default=sa.false()),
)
"""`address` is `url` as `service.addresses` folds it. `duplicate_of` is the first of the articles that are nearly the
same as this one, and `similarity` says how nearly. `corrected` names the fields that a person has set; no page changes
them. `compared` is false until an article of an older store has been looked at for others like it."""

MISSED = -1
"""The `indexed_revision` of what the index held, has lost (or is new), and has to be given again; 0 is never held."""

is_missed = articles.c.indexed_revision < 0

sa.Index("ix_articles_missed", articles.c.id, sqlite_where=is_missed, postgresql_where=is_missed)

sa.Index(
    "ix_articles_not_compared", articles.c.id, sqlite_where=~articles.c.compared, postgresql_where=~articles.c.compared
)

known_as = sa.Table(
    "known_as",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("article_id", sa.Text, sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
)
"""What else an article is known by: folded addresses (`url:…`) that it was found at besides its own, and fingerprints
(`words:…`) that it had before a person corrected its outlet."""

sketches = sa.Table(
    "sketches",
    metadata,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("article_id", sa.Text, primary_key=True),
    sqlite_with_rowid=False,
)
"""The numbers of each article's sketch (`service.likeness`), to find articles that share some. Without a foreign key,
whose index would double its cost: what reads it joins `articles`."""

quotes = sa.Table(
    "quotes",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("article_id", sa.Text, sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("speaker_id", sa.Text, sa.ForeignKey("speakers.id"), index=True),
    sa.Column("source", sa.Text),
    sa.Column("source_type", sa.Text),
    sa.Column("role", sa.Text),
    sa.Column("candidates", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("mention", sa.JSON(none_as_null=True)),
    sa.Column("cue", sa.JSON(none_as_null=True)),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("utterance_id", sa.Text, nullable=False),
    sa.Column("statement_id", sa.Text),
    sa.Column("automatic", sa.JSON(none_as_null=True)),
    sa.UniqueConstraint("article_id", "position"),
)
"""`source` and `source_type` are what extraction took for the speaker, as printed; `speaker_id` is who that is, or whom
a correction names. `automatic` holds kind, method and confidence of extraction where a correction says otherwise."""

corrections = sa.Table(
    "corrections",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("quote_id", sa.Text, nullable=False),
    sa.Column("article_id", sa.Text, sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("names_speaker", sa.Boolean, nullable=False),
    sa.Column("speaker_id", sa.Text, sa.ForeignKey("speakers.id"), index=True),
    sa.Column("kind", sa.Text),
    sa.Column("is_no_quote", sa.Boolean, nullable=False),
    sa.Column("before", sa.JSON, nullable=False),
    sa.Column("corrected_by", sa.Text),
    sa.Column("note", sa.Text),
    sa.Column("corrected_at", sa.Text, nullable=False),
    sa.Column("ended_at", sa.Text),
    sa.Index("uq_corrections_in_force", "quote_id", unique=True, sqlite_where=sa.text("ended_at IS NULL"),
             postgresql_where=sa.text("ended_at IS NULL")),
)  # fmt: skip
"""What people say of single quotes. One at most is in force for a quote (`ended_at` is null); those before it are kept.
A quote's id is made of its words, so a correction outlives re-extraction, new revisions, and the quote itself."""

revisions = sa.Table(
    "revisions",
    metadata,
    sa.Column("article_id", sa.Text, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("content", sa.JSON, nullable=False),
    sa.Column("quotes", sa.JSON(none_as_null=True)),
    sa.Column("replaced_at", sa.Text, nullable=False),
)
"""What an article was before its current revision: nothing that was acknowledged is lost by a change. `quotes` is null
where they were not kept yet."""

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("article_id", sa.Text, nullable=False, index=True),
    sa.Column("removed_quotes", sa.JSON, nullable=False),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("lease", sa.Text),
    sa.Column("target", sa.Text, nullable=False, server_default="live"),
    sqlite_autoincrement=True,
)
"""Written in the transaction of each change: this article has to be projected again, into the index `target` (`live`,
or one that is built beside it). It names no content, so a row that is worked off late, or twice, does no harm."""

_IS_LEASED = outbox.c.lease.is_not(None)
sa.Index("ix_outbox_lease", outbox.c.lease, sqlite_where=_IS_LEASED, postgresql_where=_IS_LEASED)

leases = sa.Table(
    "leases",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("until", sa.Float, nullable=False),
)
"""Who is at something now: rows that name a lease are left alone by others `until` then, in epoch seconds."""

rebuilds = sa.Table(
    "rebuilds",
    metadata,
    sa.Column("target", sa.Text, primary_key=True),
    sa.Column("lease", sa.Text, nullable=False),
    sa.Column("started_at", sa.Text, nullable=False),
    sa.Column("articles", sa.BigInteger, nullable=False),
)
"""Indexes that are built beside the live one: while a row is here, each change is noted for its `target`, too. It is
alive as long as its lease; `articles` is how many there were at the start."""

refusals = sa.Table(
    "refusals",
    metadata,
    sa.Column("index_name", sa.Text, primary_key=True),
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("article_id", sa.Text, sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("refused_at", sa.Text, nullable=False),
)
"""Documents that an engine would not take, set aside with its reason."""

imports = sa.Table(
    "imports",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("bytes_total", sa.BigInteger, nullable=False),
    sa.Column("bytes_done", sa.BigInteger, nullable=False, default=0),
    sa.Column("lines_done", sa.BigInteger, nullable=False, default=0),
    sa.Column("created", sa.BigInteger, nullable=False, default=0),
    sa.Column("changed", sa.BigInteger, nullable=False, default=0),
    sa.Column("same", sa.BigInteger, nullable=False, default=0),
    sa.Column("refused", sa.BigInteger, nullable=False, default=0),
    sa.Column("submitted_at", sa.Text, nullable=False),
    sa.Column("started_at", sa.Text),
    sa.Column("finished_at", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("lease", sa.Text),
)
"""Streams of articles, worked off in the background. What is done of one is written in the very transaction that stores
its articles, so that what was cut off goes on there."""

import_errors = sa.Table(
    "import_errors",
    metadata,
    sa.Column("import_id", sa.Text, sa.ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("line", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("pointer", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("external_id", sa.Text),
    sa.Column("url", sa.Text),
)
"""What of an import was refused, and why; never the article itself."""

api_keys = sa.Table(
    "api_keys",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("rate_limit", sa.Integer),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("expires_at", sa.Text),
    sa.Column("revoked_at", sa.Text),
    sa.Column("replaces", sa.Text),
)
"""Who may use the service, never the keys themselves. A key that has ended stays: that one was made keeps it closed."""

taken = sa.Table(
    "taken",
    metadata,
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("article_id", sa.Text, sa.ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
)
"""Which article each thing that the command took in became, by a digest of what it was, how it was read and by which
version of the readers: what is there need not be read again."""

kept_answers = sa.Table(
    "kept_answers",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("request", sa.LargeBinary, nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("headers", sa.JSON, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
)
"""What was answered under an `Idempotency-Key`: `request` is a digest of what was asked, `body` is packed by zlib, `at`
is in epoch seconds."""
