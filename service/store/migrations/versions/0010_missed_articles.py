"""Articles that the index has lost are found at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    missed = sa.text("indexed_revision < 0")
    op.create_index("ix_articles_missed", "articles", ["id"], sqlite_where=missed, postgresql_where=missed)


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_articles_missed", "articles")
    op.execute("UPDATE articles SET indexed_revision = 0 WHERE indexed_revision < 0")
