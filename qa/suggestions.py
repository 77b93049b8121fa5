"""A question worth asking, suggested from what the documents say."""

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["section", "statement", "reference", "term"]
"""What of the documents a suggestion was drawn from."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that the library answers, to be offered to the reader.

    Attributes:
        question: What is asked when it is chosen; it stands alone.
        label: The same in few words, for a button.
        kind: What it was drawn from: a section's heading, what somebody is reported
            to say, a document that is mentioned, or a term the documents use.
    """

    question: str
    label: str
    kind: Kind

    def to_dict(self) -> dict[str, Any]:
        """Return all three, JSON-ready."""
        return {name: getattr(self, name) for name in self.__slots__}
