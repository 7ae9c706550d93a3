"""What the service tells those who run it: logs, metrics, traces.

Nothing of an article, a query or a key is in them.
"""
