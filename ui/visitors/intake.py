"""Taking files in: one after another for each visitor, a few at once in all."""

import logging
import threading
from collections import deque
from dataclasses import replace
from queue import SimpleQueue

from qa import Assistant, QAError
from qa.sent_files import (
    NO_SIDECAR,
    add_document,
    document_id,
    is_held,
    is_sidecar,
    put_beside,
    sent_sidecar,
    stem,
)
from ui.loading import Loading
from ui.visitors.bounds import Bounds, Mode
from ui.visitors.sessions import Session
from ui.visitors.upload import Upload, ended

CLOSING_SECONDS = 5.0

_log = logging.getLogger(__name__)


class Intake:
    """Reads what visitors send into their libraries, or the shared one."""

    def __init__(self, loading: Loading, mode: Mode, bounds: Bounds) -> None:
        """Add to the library that `mode` says, within bounds."""
        self._loading = loading
        self._mode = mode
        self._bounds = bounds
        self._lock = threading.Lock()
        self._waiting: dict[Session, deque[Upload]] = {}
        self._turns: SimpleQueue[Session | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._closing = False

    def take(self, session: Session, upload: Upload) -> None:
        """Take a file that lies in its place; returns at once."""
        with self._lock:
            if not self._threads:
                self._start()
            if session in self._waiting:
                self._waiting[session].append(upload)
            else:
                self._waiting[session] = deque([upload])
                self._turns.put(session)

    def close(self) -> None:
        """Take no more; what is being read is left."""
        self._closing = True
        for _ in self._threads:
            self._turns.put(None)
        for thread in self._threads:
            thread.join(CLOSING_SECONDS / len(self._threads))

    def _start(self) -> None:
        self._threads = [
            threading.Thread(target=self._work, name="pincite-intake", daemon=True)
            for _ in range(self._bounds.running)
        ]
        for thread in self._threads:
            thread.start()

    def _work(self) -> None:
        while (session := self._turns.get()) is not None:
            with self._lock:
                upload = self._waiting[session].popleft()
            self._add(session, upload)
            with self._lock:
                # Behind the others: who sends many files keeps nobody waiting.
                if self._waiting[session]:
                    self._turns.put(session)
                else:
                    del self._waiting[session]

    def _add(self, session: Session, upload: Upload) -> None:
        if upload.is_finished or self._closing:  # dismissed while it waited
            return
        upload.state = "reading"
        try:
            shared = self._loading.assistant
            own = self._mode == "session"
            library = session.opened(shared) if own else shared
            content = upload.path.read_bytes()
            if is_sidecar(upload.name):
                self._add_sidecar(session, upload, library, content)
            elif own and is_held(shared, document_id(content)):
                upload.finish(
                    "unchanged",
                    f"{upload.name} is in the library already.",
                    document=document_id(content),
                )
            else:
                self._add_document(session, upload, library, content)
        except QAError as error:
            upload.finish("failed", ended(str(error)))
        except Exception:
            _log.exception("an upload could not be added")
            upload.finish(
                "failed",
                f"{upload.name} could not be added; Pincite's terminal says why.",
            )

    def _add_document(
        self, session: Session, upload: Upload, library: Assistant, content: bytes
    ) -> None:
        limits = self._bounds.reading
        if self._mode == "session":
            held = sum(document.passages for document in library.documents())
            limits = replace(limits, passages=max(0, self._bounds.passages - held))
        sidecar = session.sidecars.get(stem(upload.name), NO_SIDECAR)
        report = add_document(
            library, upload.name, content, sidecar, limits, upload.progress
        )
        upload.report(report)

    def _add_sidecar(
        self, session: Session, upload: Upload, library: Assistant, content: bytes
    ) -> None:
        """Keep a sidecar for its document, or give it to it, if that is here."""
        sidecar = sent_sidecar(upload.name, content)
        session.sidecars[stem(upload.name)] = sidecar
        report = put_beside(library, upload.name, sidecar)
        if report is None:
            document = f"{stem(upload.name)}.pdf"
            upload.finish(
                "kept", f"It will be read with its document, such as {document}."
            )
        else:
            upload.report(report)
