"""The OpenAPI contract, built from the handlers themselves, so that it says what the service does.

Litestar's own document loses docstrings of Structs, closed objects, constraints of list items and streamed bodies, and
knows nothing of our problems; what it would say of an operation is all in the handlers, and is read from there.
"""

from __future__ import annotations

from service.api.contract.controller import ContractController
from service.api.contract.document import Incomplete, build, document_bytes

__all__ = ["ContractController", "Incomplete", "build", "document_bytes"]
