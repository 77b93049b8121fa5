"""How often one may ask: a user, a token, or whoever shares an address."""

import math
from collections.abc import Mapping

from starlette.types import ASGIApp, Receive, Scope, Send
from throttled import MemoryStore, RateLimiterType, Throttled, per_min

from ui.access.identity import Identity, address, identity
from ui.access.refusals import refuse
from ui.access.routes import Kind, kind_of

QUESTIONS = 120
"""A minute. A person asks a few; an office behind one address some dozens."""

# A folder dropped on the page is a request a file; a page that opens is about 70.
UPLOADS_PER_QUESTION = 5
OTHERS_PER_QUESTION = 20

SIGN_INS = 10
"""A minute from one address, whatever the other rates are."""

MAX_REMEMBERED = 100_000
"""Names and addresses; the longest unseen is forgotten first."""

EXPLAINED = {
    Kind.QUESTION: "You have asked a great deal in a short time.",
    Kind.UPLOAD: "Many files have been sent in a short time.",
    Kind.SIGN_IN: "There were many attempts to sign in from here.",
    Kind.OTHER: "There were many requests in a short time.",
}


class Rates:
    """ASGI middleware: 429 with `Retry-After` for whoever comes too often.

    All at once up to a minute's worth, then evenly.

    Args:
        app: The application guarded.
        questions: A minute; None sets no limit on anything but signing in.
        sign_ins: A minute from one address.
    """

    def __init__(
        self, app: ASGIApp, questions: int | None, sign_ins: int = SIGN_INS
    ) -> None:
        self._app = app
        limits = {Kind.SIGN_IN: _limit(sign_ins)}
        if questions is not None:
            limits |= {
                Kind.QUESTION: _limit(questions),
                Kind.UPLOAD: _limit(questions * UPLOADS_PER_QUESTION),
                Kind.OTHER: _limit(questions * OTHERS_PER_QUESTION),
            }
        self._limits: Mapping[Kind, Throttled] = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        kind = kind_of(scope)
        wait = self._wait(
            kind, address(scope) if kind is Kind.SIGN_IN else identity(scope)
        )
        if wait is None:
            await self._app(scope, receive, send)
            return
        again = f"Please try again in {wait} second{'s' if wait > 1 else ''}."
        headers = {"Retry-After": str(wait)}
        detail = f"{EXPLAINED[kind]} {again}"
        await refuse(scope, receive, send, 429, detail, headers)

    def _wait(self, kind: Kind, who: Identity) -> int | None:
        """Return the whole seconds to wait; None to go on, which is then counted."""
        limit = self._limits.get(kind)
        if limit is None:
            return None
        result = limit.limit(str(who))
        return max(1, math.ceil(result.state.retry_after)) if result.limited else None


def _limit(a_minute: int) -> Throttled:
    return Throttled(
        using=RateLimiterType.GCRA.value,
        quota=per_min(a_minute, burst=a_minute),
        store=MemoryStore(options={"MAX_SIZE": MAX_REMEMBERED}),
    )
