"""The store: tables, transactions, migrations, and what is asked of them. It knows nothing of HTTP or of search."""
