"""What stands between the application and the network, in its order."""

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import FastAPI

from ui.access.bodies import MAX_UPLOAD_BYTES, Bodies
from ui.access.deadlines import Deadlines
from ui.access.forwarding import Forwarding
from ui.access.gate import Gate
from ui.access.keyring import Keyring
from ui.access.rates import Rates
from ui.access.sessions import Sessions
from ui.access.signing import signing
from ui.security import Guard


@dataclass(frozen=True, slots=True)
class Hosting:
    """How the page is offered; as it stands, to whoever sits at this machine.

    Attributes:
        keyring: Who may use it; None for anybody who reaches it.
        proxies: Addresses or networks whose word on who is asking is taken.
        questions_per_minute: Of one user, token or address, and in proportion all else;
            None for any number.
        max_upload_bytes: Of one file.
    """

    keyring: Keyring | None = None
    proxies: tuple[str, ...] = ()
    questions_per_minute: int | None = None
    max_upload_bytes: int = MAX_UPLOAD_BYTES


def protect(app: FastAPI, hosting: Hosting, hosts: Iterable[str] | None) -> None:
    """Put an application behind all of it, and add the routes to sign in.

    Args:
        app: Before anything is mounted at its root.
        hosting: How it is offered.
        hosts: Names it is reached by; None for any.
    """
    # The last one added is the first that a request meets.
    app.add_middleware(Deadlines)
    app.add_middleware(Rates, questions=hosting.questions_per_minute)
    if hosting.keyring is not None:
        sessions = Sessions()
        app.add_middleware(Gate, keyring=hosting.keyring, sessions=sessions)
        app.include_router(signing(hosting.keyring, sessions))
    app.add_middleware(Bodies, max_upload_bytes=hosting.max_upload_bytes)
    app.add_middleware(Guard, hosts=hosts)
    app.add_middleware(Forwarding, proxies=hosting.proxies)
