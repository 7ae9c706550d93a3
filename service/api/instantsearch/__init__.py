"""The two routes that instant-meilisearch calls, in Meilisearch's shapes, over whichever engine there is."""
