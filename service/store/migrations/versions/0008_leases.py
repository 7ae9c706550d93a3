"""Leases of their own, and outbox rows for an index that is built beside the live one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply. What was leased is free: the process that held it has ended, or does its work for nothing."""
    op.create_table(
        "leases",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leases")),
    )
    op.create_table(
        "rebuilds",
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("lease", sa.Text(), nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("articles", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("target", name=op.f("pk_rebuilds")),
    )
    op.add_column("outbox", sa.Column("target", sa.Text(), server_default="live", nullable=False))
    op.execute(sa.text("UPDATE outbox SET lease = NULL"))
    op.drop_column("outbox", "leased_until")
    op.drop_column("imports", "leased_until")
    leased = sa.text("lease IS NOT NULL")
    op.create_index("ix_outbox_lease", "outbox", ["lease"], sqlite_where=leased, postgresql_where=leased)


def downgrade() -> None:
    """Take back; an index that is being built is given up."""
    op.drop_index("ix_outbox_lease", "outbox")
    op.execute(sa.text("DELETE FROM outbox WHERE target <> 'live'"))
    op.add_column("imports", sa.Column("leased_until", sa.Float(), nullable=True))
    op.add_column("outbox", sa.Column("leased_until", sa.Float(), nullable=True))
    op.drop_column("outbox", "target")
    op.drop_table("rebuilds")
    op.drop_table("leases")
