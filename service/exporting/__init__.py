"""All of the store, or what a filter leaves of it, as lines: read at one moment, and at nobody's pace but its own."""
