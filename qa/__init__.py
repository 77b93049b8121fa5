"""Questions in, cited answers out: every quotation verbatim, or an honest abstention.

>>> from qa import ask
>>> print(ask("Who opposed the PPWT?").text)  # doctest: +SKIP
"""

from index.errors import QAError
from qa.answers import Answer, Citation, CitedDocument, FoundReference, Lookup
from qa.asking import ask, lookup
from qa.assistant import Assistant, LibraryDocument
from qa.conversation import Conversation
from qa.questions import QuestionError

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Assistant",
    "Citation",
    "CitedDocument",
    "Conversation",
    "FoundReference",
    "LibraryDocument",
    "Lookup",
    "QAError",
    "QuestionError",
    "ask",
    "lookup",
]
