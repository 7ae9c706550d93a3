"""When the outlet says that it last changed an article."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("articles", sa.Column("modified_at", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("articles", "modified_at")
