"""Who may do what: the keys that open the service, and what each of them lets a request do."""
