"""What a program may send: the form and bounds of every argument."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from qa.catalogued import MAX_LIMIT
from qa.questions import MAX_QUESTION_CHARACTERS

MAX_EARLIER = 200
"""Earlier questions; what is understood reaches back over the last twenty."""

MAX_DOCUMENTS = 1_000

MAX_SHORT_CHARACTERS = 1_000
MAX_IN_ADDRESS = 20
"""An address is at most some 30 KB, and a character in it up to 12 bytes; what is
longer is sent as JSON."""

MAX_PLACE = 2**40

EARLIER = "Earlier questions, oldest first, for follow-ups and “ibid.”."
CHOSEN = "Ids of the documents to ask; all of them if it is left out."
REFERENCE = (
    "A document's symbol with a paragraph, article or section, a pasted quotation, or "
    "prose with several of them."
)
EXAMPLE = "CD/2100, para. 12"


def _whole(value: object) -> object:
    """Return 5.0, an integer in JSON, as 5."""
    is_whole = isinstance(value, float) and value.is_integer()
    return int(value) if is_whole else value  # type: ignore[call-overload]


Text = Annotated[str, Field(min_length=1, max_length=MAX_QUESTION_CHARACTERS)]
ShortText = Annotated[str, Field(min_length=1, max_length=MAX_SHORT_CHARACTERS)]
Earlier = Annotated[list[Text], Field(max_length=MAX_EARLIER, description=EARLIER)]
DocumentId = Annotated[str, Field(min_length=1, max_length=64)]
Documents = Annotated[
    list[DocumentId] | None,
    Field(max_length=MAX_DOCUMENTS, description=CHOSEN),
]
Limit = Annotated[int, Field(ge=1, le=MAX_LIMIT, strict=True), BeforeValidator(_whole)]
Place = Annotated[int, Field(ge=0, le=MAX_PLACE)]
Start = Annotated[Place, Field(description="Place of the first one, from 0.")]
Stop = Annotated[
    Place | None,
    Field(description="Place after the last one; at most 200 are sent at once."),
]


class Question(BaseModel):
    """A question to the library."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "question": "What does the Group of 21 say about verification?",
                    "limit": 3,
                },
                {
                    "question": "And the European Union?",
                    "history": ["What does the Group of 21 say about verification?"],
                },
            ]
        },
    )

    question: Annotated[Text, Field(description="What to answer.")]
    history: Earlier = []
    limit: Annotated[
        Limit | None,
        Field(
            description="Citations at most, 1 to 50; null for every passage that "
            "mentions what is asked about, in reading order, with tallies."
        ),
    ] = 5
    documents: Documents = None


class Asked(BaseModel):
    """A question in an address."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[
        ShortText,
        Field(
            description="What to answer.",
            examples=["What are the objections to the PPWT?"],
        ),
    ]
    limit: Annotated[
        Annotated[int, Field(ge=1, le=MAX_LIMIT)] | Literal["all"],
        Field(
            description='Citations at most, 1 to 50; "all" for every passage that '
            "mentions what is asked about, in reading order, with tallies."
        ),
    ] = 5
    documents: Annotated[
        list[DocumentId] | None, Field(max_length=MAX_IN_ADDRESS, description=CHOSEN)
    ] = None


class Reference(BaseModel):
    """A reference to be looked up."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"reference": EXAMPLE}]}
    )

    reference: Annotated[Text, Field(description=REFERENCE)]
    history: Earlier = []


class Referred(BaseModel):
    """A reference in an address."""

    model_config = ConfigDict(extra="forbid")

    reference: Annotated[ShortText, Field(description=REFERENCE, examples=[EXAMPLE])]
    history: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=200)]],
        Field(max_length=5, description=EARLIER),
    ] = []


class Window(BaseModel):
    """Which part of a list to send."""

    model_config = ConfigDict(extra="forbid")

    start: Start = 0
    stop: Stop = None
