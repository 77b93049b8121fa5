"""What `gradio_client` may call by name: `/ask` and `/lookup`."""

from collections.abc import Callable, Mapping
from typing import Any

import gradio as gr
from gradio.events import api
from pydantic import ValidationError

from qa import Answer, Lookup, QAError
from ui.api.problems import first_finding
from ui.api.requests import Question, Reference
from ui.api.service import Service
from ui.wording import sentence


def add_named(service: Service, **options: Any) -> None:
    """Add both to the page that is being built.

    Args:
        service: What answers.
        options: Of Gradio, such as how many run at once.
    """

    def ask(
        question: str,
        history: list[str] | None = None,
        limit: int | None = 5,
        documents: list[str] | None = None,
    ) -> dict[str, Any]:
        """Answer a question with whole paragraphs, word for word, or abstain.

        Args:
            question: What to answer.
            history: Earlier questions, oldest first.
            limit: Citations at most, 1 to 50; None for every passage on it.
            documents: Ids of the documents to ask; None for all.
        """

        def answer() -> Answer:
            asked = Question(
                question=question,
                history=history or [],
                limit=limit,
                documents=documents,
            )
            return service.ask(
                asked.question, asked.history, asked.limit, asked.documents
            )

        return _said(answer)

    def lookup(reference: str, history: list[str] | None = None) -> dict[str, Any]:
        """Give the paragraphs a reference points at, or say why there are none.

        Args:
            reference: Such as "CD/2100, para. 12".
            history: Earlier questions and references, oldest first.
        """

        def found() -> Lookup:
            asked = Reference(reference=reference, history=history or [])
            return service.lookup(asked.reference, asked.history)

        return _said(found)

    api(ask, api_name="ask", **options)
    api(lookup, api_name="lookup", **options)


def _said(value: Callable[[], Answer | Lookup]) -> dict[str, Any]:
    """Return a value's JSON, or raise what the caller is told."""
    try:
        said: Mapping[str, Any] = value().to_dict()
    except ValidationError as error:
        raise gr.Error(first_finding(error), print_exception=False) from error
    except QAError as error:
        raise gr.Error(sentence(str(error)), print_exception=False) from error
    return dict(said)
