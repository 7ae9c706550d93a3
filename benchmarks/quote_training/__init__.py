"""Fits the weights of `service.quotes` to marked articles, and tells how well they carry over to other outlets.

    python -m benchmarks.quote_training TRAIN.jsonl [--scorer PATH] [--write]

See docs/quotes.md for the data, the model and what each part is worth.
"""
