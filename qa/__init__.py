"""Questions in, cited answers out: every quotation verbatim, or an honest abstention.

>>> from qa import ask
>>> print(ask("Who opposed the PPWT?").text)  # doctest: +SKIP
"""

from index.errors import QAError
from qa.answers import (
    Answer,
    Citation,
    CitationGroup,
    CitedDocument,
    FoundReference,
    Lookup,
    Tally,
)
from qa.asking import ask, lookup
from qa.assistant import Assistant
from qa.conversation import Conversation
from qa.holdings import LibraryDocument
from qa.questions import QuestionError
from qa.reported import Reported

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Assistant",
    "Citation",
    "CitationGroup",
    "CitedDocument",
    "Conversation",
    "FoundReference",
    "LibraryDocument",
    "Lookup",
    "QAError",
    "QuestionError",
    "Reported",
    "Tally",
    "ask",
    "lookup",
]
