"""Visitors: each asks the shared library, and their own documents."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import move

from qa import Assistant, LibraryDocument, QAError
from qa.sent_files import is_held, size
from qa.shelf import Answerer, Part, Shelf
from ui.loading import Loading
from ui.visitors.bounds import BOUNDS, Bounds, Mode
from ui.visitors.intake import Intake
from ui.visitors.sessions import Session, Sessions
from ui.visitors.upload import Upload

OWN = "In your documents"
SHARED = "In the library"


class NoRoomError(QAError):
    """The visitor has as much here as they may have."""


class NotHereError(QAError):
    """There is no such document."""


class NotAllowedError(QAError):
    """Visitors may not change that library."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Documents that a visitor can ask, of one library.

    Attributes:
        heading: Whose they are, where there are others' too.
        documents: In the order they were added.
        is_removable: Whether the visitor may remove them.
    """

    heading: str
    documents: Sequence[LibraryDocument]
    is_removable: bool


class Visitors:
    """The libraries that visitors ask; safe to use from any thread."""

    def __init__(
        self, loading: Loading, mode: Mode = "session", bounds: Bounds = BOUNDS
    ) -> None:
        """Serve visitors from a shared library that may still be on its way.

        Args:
            loading: The shared library.
            mode: Where what visitors add goes.
            bounds: How much it may be.
        """
        self.mode = mode
        self.bounds = bounds
        # Of this process alone: two on one machine share a browser's cookies.
        self.cookie = f"pincite-{secrets.token_hex(4)}"
        self._loading = loading
        self._sessions = Sessions(bounds)
        self._intake = Intake(loading, mode, bounds)

    def assistant(self, cookies: Mapping[str, str]) -> Answerer:
        """Return what answers a visitor: from the library, and from their documents.

        Args:
            cookies: The visitor's, as the request carries them.

        Raises:
            NotReadyError: It is not ready; the message says why.
        """
        shared = self._loading.assistant
        own = self._own(cookies)
        if own is None:
            return shared
        return Shelf([Part(OWN, own), Part(SHARED, shared)])

    def holdings(self, cookies: Mapping[str, str]) -> list[Holding]:
        """Return the documents a visitor can ask, their own first.

        Raises:
            NotReadyError: As for `assistant`.
        """
        shared = self._loading.assistant.documents()
        own = self._own(cookies)
        mine = own.documents() if own else []
        ids = {document.id for document in mine}
        others = [document for document in shared if document.id not in ids]
        holdings = [
            Holding("Your documents", mine, is_removable=True),
            Holding("The library", others, is_removable=self.mode == "library"),
        ]
        return [holding for holding in holdings if holding.documents]

    def remove(self, cookies: Mapping[str, str], document_id: str) -> None:
        """Remove a document that the visitor may remove.

        Raises:
            NotAllowedError: It is the shared library's, which visitors cannot change.
            NotHereError: There is no such document.
            LibraryError: The library cannot be written.
            NotReadyError: As for `assistant`.
        """
        shared = self._loading.assistant
        own = shared if self.mode == "library" else self._own(cookies)
        if own is not None and is_held(own, document_id):
            own.library.remove([document_id])
        elif is_held(shared, document_id):
            raise NotAllowedError(
                "this document is the library's, which only its operator can change"
            )
        else:
            raise NotHereError("this document is not here any more")

    def uploads(self, cookies: Mapping[str, str]) -> Sequence[Upload]:
        """Return what a visitor has sent, oldest first, without what was dismissed."""
        session = self._session(cookies)
        return tuple(session.uploads) if session else ()

    def check_room(self, cookies: Mapping[str, str], count: int) -> None:
        """Make sure that a visitor may send so many bytes more.

        Raises:
            NotAllowedError: Nothing can be added here.
            NoRoomError: Not so many, or not one more file.
            NotReadyError: As for `assistant`.
        """
        if self.mode == "off":
            raise NotAllowedError("nothing can be added here; ask the operator")
        _ = self._loading.assistant
        session = self._session(cookies)
        coming = [one for one in self.uploads(cookies) if not one.is_finished]
        if len(coming) >= self.bounds.waiting:
            raise NoRoomError(
                f"{len(coming)} files are waiting to be read; add it when some are done"
            )
        if self.mode == "library":
            return
        held = session.own.documents() if session and session.own else []
        if len(held) + len(coming) >= self.bounds.documents:
            raise NoRoomError(
                f"you can have {self.bounds.documents} documents here; remove one first"
            )
        taken = sum(one.size for one in held) + sum(one.size for one in coming)
        if taken + count > self.bounds.bytes:
            raise NoRoomError(
                f"your documents can have {size(self.bounds.bytes)} in all, and "
                f"{size(taken)} are taken; remove one first"
            )

    @property
    def landing(self) -> Path:
        """A folder for files that are being sent, which goes with this process."""
        return self._sessions.folder

    def take(
        self, cookies: Mapping[str, str], name: str, received: Path, count: int
    ) -> tuple[str, Upload]:
        """Take a file in; return the visitor's secret, to be kept as a cookie, and it.

        Args:
            cookies: The visitor's.
            name: The file's, as `file_name` gives it.
            received: Where its bytes are; they are moved away.
            count: How many.

        Raises:
            NotAllowedError, NoRoomError, NotReadyError: As for `check_room`.
            TooManyVisitorsError: There is no room for another visitor.
        """
        self.check_room(cookies, count)
        token, session = cookies.get(self.cookie, ""), self._session(cookies)
        if session is None:
            token, session = self._sessions.begin()
        upload = Upload(name, session.folder, count)
        upload.path = session.folder / upload.id
        move(received, upload.path)
        with session.lock:
            finished = [one for one in session.uploads if one.is_finished]
            for one in finished[: max(0, len(finished) - self.bounds.kept + 1)]:
                session.uploads.remove(one)
            session.uploads.append(upload)
        self._intake.take(session, upload)
        return token, upload

    def dismiss(self, cookies: Mapping[str, str], upload_id: str) -> None:
        """Forget an upload that is finished or waits; one being read goes on."""
        session = self._session(cookies)
        for upload in self.uploads(cookies):
            if session and upload.id == upload_id and upload.state not in _IN_HAND:
                upload.finish("failed")
                with session.lock:
                    session.uploads.remove(upload)

    def close(self) -> None:
        """Stop taking documents in, and delete those of visitors."""
        self._intake.close()
        self._sessions.close()

    def _session(self, cookies: Mapping[str, str]) -> Session | None:
        token = cookies.get(self.cookie)
        return self._sessions.find(token) if token else None

    def _own(self, cookies: Mapping[str, str]) -> Assistant | None:
        """Return a visitor's own library, if they have one."""
        session = self._session(cookies)
        return session.own if session else None


_IN_HAND = ("reading", "indexing")
