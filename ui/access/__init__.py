"""Who may use the page, how often, and with how much at a time.

`hosting` puts it before the application, as plain ASGI middleware from the outside in:
`forwarding` (who is behind the proxy), `ui.security.Guard`, `bodies` (size and time of
what is sent), `gate` (signed in or not), `rates` (how often) and `deadlines` (how long
an answer may take). `routes` says in one table which request is which.
"""
