"""The error of a store that does not answer; apart, since who only has to know it needs no SQLAlchemy."""


class StoreUnavailable(Exception):
    """The database can't be opened, read or written now."""
