"""What makes a thing the same thing: ids of names, articles and quotes, and when two printed names are one."""

from __future__ import annotations

from service.identity.bodies import has_own_name
from service.identity.forms import exact_form, folded_form, local_form
from service.identity.ids import fingerprint, is_local, local_speaker_id, new_article_id, quote_ids, slug

__all__ = [
    "exact_form", "fingerprint", "folded_form", "has_own_name", "is_local", "local_form", "local_speaker_id",
    "new_article_id", "quote_ids", "slug",
]  # fmt: skip
