"""HTTP: one controller module a resource; paging, guards, problem details and the contract. No SQL here."""
