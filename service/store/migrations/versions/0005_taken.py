"""What was taken in already, so that it need not be read again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "taken",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_taken_article_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_taken")),
    )
    op.create_index(op.f("ix_taken_article_id"), "taken", ["article_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("taken")
