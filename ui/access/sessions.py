"""Who is signed in, kept in memory: a restart signs everybody out."""

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from ui.access.credentials import Credential

IDLE = timedelta(hours=12)
"""A night's pause signs out; a long reading does not."""

LONGEST = timedelta(days=7)

MAX_SESSIONS = 10_000

ID_BYTES = 32


@dataclass(slots=True)
class _Session:
    credential: Credential
    began: float
    used: float


class Sessions:
    """Sessions by their secret ids; for one event loop.

    Args:
        clock: Seconds that never go back.
        capacity: How many are kept; the longest unused gives way.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        capacity: int = MAX_SESSIONS,
    ) -> None:
        self._clock = clock
        self._capacity = capacity
        # By the hash of the id: what is compared says nothing of what is secret.
        self._sessions: OrderedDict[str, _Session] = OrderedDict()

    def begin(self, credential: Credential) -> str:
        """Return the id of a new session, 256 random bits."""
        session_id = secrets.token_urlsafe(ID_BYTES)
        now = self._clock()
        self._sessions[_key(session_id)] = _Session(credential, now, now)
        while len(self._sessions) > self._capacity:
            self._sessions.popitem(last=False)
        return session_id

    def credential(self, session_id: str) -> Credential | None:
        """Return whose session this is, used now; None if there is no such session."""
        key = _key(session_id)
        session = self._sessions.get(key)
        if session is None:
            return None
        now = self._clock()
        idle, age = now - session.used, now - session.began
        if idle > IDLE.total_seconds() or age > LONGEST.total_seconds():
            del self._sessions[key]
            return None
        session.used = now
        self._sessions.move_to_end(key)
        return session.credential

    def end(self, session_id: str) -> None:
        """End a session, if there is one."""
        self._sessions.pop(_key(session_id), None)


def _key(session_id: str) -> str:
    return hashlib.sha256(session_id.encode("utf-8", "surrogatepass")).hexdigest()
