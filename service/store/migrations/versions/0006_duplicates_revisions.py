"""Other addresses, near duplicates, corrections, and the quotes of revisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from service.addresses import folded

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_AT_ONCE = 1_000


def upgrade() -> None:
    """Apply. Columns are added in place: SQLite would rebuild the table, and its deletion takes the quotes along."""
    op.add_column("articles", sa.Column("address", sa.Text(), nullable=True))
    op.add_column("articles", sa.Column("similarity", sa.Float(), nullable=True))
    op.add_column("articles", sa.Column("corrected", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("articles", sa.Column("compared", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("revisions", sa.Column("quotes", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "known_as",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_known_as_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_known_as")),
    )
    op.create_index(op.f("ix_known_as_article_id"), "known_as", ["article_id"])
    op.create_table(
        "sketches",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", "article_id", name=op.f("pk_sketches")),
        sqlite_with_rowid=False,
    )
    _fold_addresses()
    op.create_index(op.f("ix_articles_address"), "articles", ["address"])
    not_compared = sa.text("NOT compared")
    op.create_index(
        "ix_articles_not_compared", "articles", ["id"], sqlite_where=not_compared, postgresql_where=not_compared
    )


def downgrade() -> None:
    """Take back; only what is derived, and corrections, are lost."""
    op.drop_index("ix_articles_not_compared", "articles")
    op.drop_index(op.f("ix_articles_address"), "articles")
    op.drop_table("sketches")
    op.drop_table("known_as")
    op.drop_column("revisions", "quotes")
    for column in ("compared", "corrected", "similarity", "address"):
        op.drop_column("articles", column)


def _fold_addresses() -> None:
    """Fill `address` from `url`, some articles at a time."""
    articles = sa.table("articles", sa.column("id"), sa.column("url"), sa.column("address"))
    connection, after = op.get_bind(), ""
    while rows := connection.execute(
        sa.select(articles.c.id, articles.c.url)
        .where(articles.c.id > after, articles.c.url.is_not(None))
        .order_by(articles.c.id)
        .limit(_AT_ONCE)
    ).all():
        changed = [{"key": key, "folded": folded(url)} for key, url in rows]
        update = articles.update().where(articles.c.id == sa.bindparam("key"))
        connection.execute(update.values(address=sa.bindparam("folded")), changed)
        after = rows[-1][0]
