"""The errors a user can meet, all under one root.

QAError
├── UnsupportedFormatError      no reader for this kind of file
├── UnreadableDocumentError     the file's bytes are not the text they claim to be, or
│                               reading them takes more than is allowed
├── WorkerError                 the process that reads files cannot be started
├── SidecarError                what is written beside a document is not in its form
├── ModelError                  the embedding model is missing, altered or unusable
└── LibraryError                the stored collection
    ├── LibraryNotFoundError        no library in that folder
    ├── DamagedLibraryError         its database cannot be read
    ├── MismatchedLibraryError      built by another model
    ├── NewerLibraryError           written by a later version of Pincite
    ├── LibraryNotWritableError     the folder or the disk refuses to be written
    └── UnknownDocumentError        it holds no such document

`qa` adds `QuestionError`. A message names the thing, the finding and the remedy.
"""


class QAError(Exception):
    """Anything Pincite reports to its user; catch this one to catch them all."""


class UnsupportedFormatError(QAError):
    """No reader for this kind of file."""


class UnreadableDocumentError(QAError):
    """The file's bytes are not the text they claim to be."""


class WorkerError(QAError):
    """The process that reads files cannot be started."""


class SidecarError(QAError):
    """What is written beside a document is not in a sidecar's form."""


class ModelError(QAError):
    """The embedding model is missing, altered or unusable."""


class LibraryError(QAError):
    """Something about a stored collection."""


class LibraryNotFoundError(LibraryError):
    """There is no library in that folder."""


class DamagedLibraryError(LibraryError):
    """The library's database cannot be read."""


class MismatchedLibraryError(LibraryError):
    """The library was built by another model."""


class NewerLibraryError(LibraryError):
    """The library was written by a later version of Pincite."""


class LibraryNotWritableError(LibraryError):
    """The folder or the disk refuses to be written."""


class UnknownDocumentError(LibraryError):
    """The library holds no such document."""
