"""Questions in, cited answers out: every quotation verbatim, or an honest abstention.

>>> from qa import ask
>>> print(ask("Who opposed the PPWT?").text)  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from index.errors import QAError

if TYPE_CHECKING:
    from index.add_report import AddReport
    from index.limits import Limits
    from index.terms import Terms
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
    from qa.suggestions import Suggestion

__version__ = "0.1.0"

__all__ = [
    "AddReport",
    "Answer",
    "Assistant",
    "Citation",
    "CitationGroup",
    "CitedDocument",
    "Conversation",
    "FoundReference",
    "LibraryDocument",
    "Limits",
    "Lookup",
    "QAError",
    "QuestionError",
    "Reported",
    "Suggestion",
    "Tally",
    "Terms",
    "ask",
    "lookup",
]

# Where each name is: it is imported when it is first asked for, so that those who need
# one of them, or only the version, do not wait for all.
_HOMES = {
    "AddReport": "index.add_report",
    "Answer": "qa.answers",
    "Assistant": "qa.assistant",
    "Citation": "qa.answers",
    "CitationGroup": "qa.answers",
    "CitedDocument": "qa.answers",
    "Conversation": "qa.conversation",
    "FoundReference": "qa.answers",
    "LibraryDocument": "qa.holdings",
    "Limits": "index.limits",
    "Lookup": "qa.answers",
    "QuestionError": "qa.questions",
    "Reported": "qa.reported",
    "Suggestion": "qa.suggestions",
    "Tally": "qa.answers",
    "Terms": "index.terms",
    "ask": "qa.asking",
    "lookup": "qa.asking",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
