"""Speakers across articles: the names they are known by, corrections, merges."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.identity import folded_form, has_own_name

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply. Columns are added one by one: a table that others refer to can't be made anew on SQLite."""
    for new in (
        sa.Column("source", sa.Text()),
        sa.Column("source_type", sa.Text()),
        sa.Column("role", sa.Text()),
        sa.Column("candidates", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("automatic", sa.JSON(none_as_null=True)),
    ):
        op.add_column("quotes", new)
    op.add_column("speakers", sa.Column("article_id", sa.Text()))
    refers = "CONSTRAINT fk_speakers_merged_into REFERENCES speakers (id)"
    op.execute(f"ALTER TABLE speakers ADD COLUMN merged_into TEXT {refers}")
    op.create_index(op.f("ix_speakers_article_id"), "speakers", ["article_id"])
    op.create_index(op.f("ix_speakers_merged_into"), "speakers", ["merged_into"])
    op.create_table(
        "known_names",
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("speaker_id", sa.Text(), nullable=False),
        sa.Column("decided", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speakers.id"], name=op.f("fk_known_names_speaker_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("form", "scope", name=op.f("pk_known_names")),
    )
    op.create_index(op.f("ix_known_names_folded"), "known_names", ["folded"])
    op.create_index(op.f("ix_known_names_speaker_id"), "known_names", ["speaker_id"])
    op.create_table(
        "speaker_changes",
        sa.Column("id", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("speaker_id", sa.Text(), nullable=False),
        sa.Column("into_id", sa.Text(), nullable=False),
        sa.Column("selection", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_changes")),
    )
    op.create_table(
        "corrections",
        sa.Column("id", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("quote_id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("names_speaker", sa.Boolean(), nullable=False),
        sa.Column("speaker_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("is_no_quote", sa.Boolean(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("corrected_by", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("corrected_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_corrections_article_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["speaker_id"], ["speakers.id"], name=op.f("fk_corrections_speaker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_article_id"), "corrections", ["article_id"])
    op.create_index(op.f("ix_corrections_speaker_id"), "corrections", ["speaker_id"])
    in_force = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_corrections_in_force", "corrections", ["quote_id"], unique=True,
        sqlite_where=in_force, postgresql_where=in_force,
    )  # fmt: skip
    _bring_together()


def _bring_together() -> None:
    """Every name becomes known; of several spellings of one, the most quoted keeps its id, and the others lead to it.

    The index is new with this version, and is filled from the store, so no outbox rows are needed.
    """
    connection = op.get_bind()
    speakers = sa.table("speakers", sa.column("id"), sa.column("name"), sa.column("type"), sa.column("merged_into"))
    quotes = sa.table("quotes", sa.column("id"), sa.column("speaker_id"), sa.column("source"), sa.column("source_type"))
    columns = ("form", "scope", "folded", "speaker_id")
    known = sa.table("known_names", *map(sa.column, columns), sa.column("decided", sa.Boolean()))
    of_speaker = sa.select(speakers.c.name).where(speakers.c.id == quotes.c.speaker_id).scalar_subquery()
    type_of = sa.select(speakers.c.type).where(speakers.c.id == quotes.c.speaker_id).scalar_subquery()
    said = quotes.update().where(quotes.c.speaker_id.is_not(None))
    connection.execute(said.values(source=of_speaker, source_type=type_of))
    counted = sa.func.count(quotes.c.id)
    everyone = sa.select(speakers.c.id, speakers.c.name, speakers.c.type).join(
        quotes, quotes.c.speaker_id == speakers.c.id, isouter=True
    )
    rows = connection.execute(
        everyone.group_by(speakers.c.id, speakers.c.name, speakers.c.type).order_by(counted.desc(), speakers.c.id)
    ).all()
    known_as: dict[str, str] = {}
    merged: list[tuple[str, str]] = []
    for key, name, kind in rows:
        if has_own_name(name, kind):
            kept = known_as.setdefault(folded_form(name), key)
            merged += [(key, kept)] if kept != key else []
    if known_as:
        made = [
            {"form": form, "scope": "", "folded": form, "speaker_id": key, "decided": False}
            for form, key in known_as.items()
        ]
        connection.execute(known.insert(), made)
    for old, kept in merged:
        connection.execute(quotes.update().where(quotes.c.speaker_id == old).values(speaker_id=kept))
        connection.execute(speakers.update().where(speakers.c.id == old).values(merged_into=kept))


def downgrade() -> None:
    """Corrections and merges mean nothing to the version before."""
    raise RuntimeError("this version is not taken back: restore a backup of the store from before it")
