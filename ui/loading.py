"""Getting the assistant ready in the background while the page is already there."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from qa import Assistant, QAError

Report = Callable[[int, int, str], None]
"""Called with how much is done, of how much, and what: (40, 84, "Indexing")."""

AssistantProvider = Callable[[Report], Assistant]
"""Opens the library, reporting as it goes."""

CLOSING_SECONDS = 5.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Status:
    """How far the assistant is.

    Attributes:
        status: "failed" is final.
        what: What is being done, or why it failed; empty when ready.
        done: Of `total`; both 0 while there is nothing to count.
        total: See `done`.
    """

    status: Literal["starting", "ready", "failed"] = "starting"
    what: str = "Starting"
    done: int = 0
    total: int = 0


class NotReadyError(QAError):
    """The assistant is still being made ready, or could not be."""


class Loading:
    """An assistant that is on its way; safe to use from any thread."""

    def __init__(self, provider: AssistantProvider) -> None:
        self._provider = provider
        self._status = Status()
        self._assistant: Assistant | None = None
        self._settled = threading.Event()
        self._closing = False
        self._thread = threading.Thread(
            target=self._load, name="pincite-loading", daemon=True
        )

    def start(self) -> None:
        """Begin loading; returns at once."""
        self._thread.start()

    @property
    def status(self) -> Status:
        """How far it is, right now."""
        return self._status

    def wait(self, seconds: float) -> bool:
        """Return whether it is ready or has failed, after waiting at most so long."""
        return self._settled.wait(seconds)

    @property
    def assistant(self) -> Assistant:
        """The assistant.

        Raises:
            NotReadyError: It is not ready; the message says why.
        """
        if self._assistant is None:
            raise NotReadyError(
                self._status.what
                if self._status.status == "failed"
                else "the documents are still being made ready; ask again in a moment"
            )
        return self._assistant

    def close(self) -> None:
        """Close the assistant, or leave it to be closed as soon as it is loaded."""
        self._closing = True
        if self._thread.is_alive():
            self._thread.join(CLOSING_SECONDS)
        assistant, self._assistant = self._assistant, None
        if assistant is not None:
            assistant.close()

    def _load(self) -> None:
        try:
            assistant = self._provider(self._report)
        except QAError as error:
            self._fail(str(error))
            _log.error("%s", error)
        except Exception as error:
            self._fail(
                f"Pincite could not start ({type(error).__name__}); "
                "the terminal it runs in says more"
            )
            _log.exception("the assistant could not be loaded")
        else:
            if self._closing:
                assistant.close()
                return
            self._assistant = assistant
            self._status = Status("ready", "")
        finally:
            self._settled.set()

    def _report(self, done: int, total: int, what: str) -> None:
        self._status = Status("starting", what, done, total)

    def _fail(self, why: str) -> None:
        self._status = Status("failed", why)
