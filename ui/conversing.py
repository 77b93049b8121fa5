"""What the chat page does when somebody asks: shows the question, then the answer."""

import logging
import time
from collections.abc import Iterator
from typing import Any

import gradio as gr

from qa import Answer, QAError
from qa.questions import QuestionError
from qa.understanding import understand
from ui.loading import Loading
from ui.rendering import (
    render_answer,
    render_error,
    render_pending,
    render_question,
    render_suggestions,
)
from ui.turns import (
    Asked,
    Turn,
    Turns,
    answer_to,
    asked_again,
    kept,
    next_asked,
    placed,
    read_chosen,
    read_kept,
    settled,
)
from ui.visitors.visitors import Visitors
from ui.wording import sentence

# How often a question that waits for the documents says how far they are, and how often
# a conversation that is asked again does.
WAIT_SECONDS = 0.5

SUGGESTED = 3
"""Questions offered after an answer."""

NO_SUCCESS = "That did not work."
BROKEN = "Something went wrong."
LOGGED = "The question could not be answered; Pincite's terminal says why."

_log = logging.getLogger(__name__)

Messages = list[dict[str, Any]]
"""The conversation as the Chatbot takes it."""

Shown = tuple[str, Messages, Turns]
"""What the box, the conversation and the session are set to."""


class Conversing:
    """Answers the visitors of a page; safe to use from any thread."""

    def __init__(self, loading: Loading, visitors: Visitors) -> None:
        """Answer from libraries that may still be on their way."""
        self._loading = loading
        self._visitors = visitors

    def ask(
        self, question: str, turns: Turns, chosen: str, request: gr.Request
    ) -> Iterator[Shown]:
        """Yield the question at once, how far the documents are, then the answer.

        Args:
            question: As it was typed.
            turns: Those on the page.
            chosen: Ids of the documents to search; see `ui.turns.read_chosen`.
            request: The visitor's.
        """
        turns = settled(turns)
        asked = next_asked(question, turns, read_chosen(chosen))
        yield from self._answered(asked, turns, len(turns), request)

    def ask_again(
        self, wanted: str, turns: Turns, request: gr.Request
    ) -> Iterator[tuple[Messages, Turns]]:
        """Yield the same without the box, whose text stays, for a turn's question.

        Args:
            wanted: Which turn's, and how; see `ui.turns.asked_again`. Or "replay" and
                a conversation that the browser kept, which takes the place of this one.
            turns: Those on the page.
            request: The visitor's.
        """
        how, _, conversation = wanted.partition(" ")
        if how == "replay":
            yield from self._replayed(conversation, turns, request)
            return
        again = asked_again(wanted, turns)
        if again is not None:
            asked, place = again
            for _, shown, kept_turns in self._answered(asked, turns, place, request):
                yield shown, kept_turns

    def suggest(self, turns: Turns, request: gr.Request) -> str:
        """Return what to ask after the last answer, rendered; "" for nothing."""
        if not turns or not turns[-1].answer:
            return ""
        asked, answer = turns[-1].asked, turns[-1].answer
        before = [turn.asked.question for turn in turns]
        try:
            assistant = self._visitors.assistant(_cookies(request))
            found = assistant.suggestions(
                answer, SUGGESTED, before, asked.documents or None
            )
        except QAError:
            _log.exception("no questions could be suggested")
            return ""
        return render_suggestions(found, kept(asked)) if found else ""

    def start_again(self) -> Shown:
        """Return an empty page."""
        return "", [], ()

    def _answered(
        self, asked: Asked, turns: Turns, place: int, request: gr.Request
    ) -> Iterator[Shown]:
        """Yield the conversation with the answer in its place."""
        for what in self._waiting():
            pending = Turn(asked, render_pending(what))
            yield "", messages(placed(turns, place, pending)), turns
        turn = self._turn(asked, request)
        turns = placed(turns, place, turn)
        # What cannot be searched goes back into the box, to be put right there.
        yield "" if turn.answer else asked.question, messages(turns), turns

    def _replayed(
        self, conversation: str, turns: Turns, request: gr.Request
    ) -> Iterator[tuple[Messages, Turns]]:
        """Yield a kept conversation, each question answered by the documents now."""
        try:
            questions = read_kept(conversation)
        except QAError as error:
            problem = render_error("That chat cannot be opened.", sentence(str(error)))
            yield messages((*turns, Turn(Asked(""), problem, failed=True))), turns
            return
        for what in self._waiting():
            pending = Turn(questions[0], render_pending(what))
            yield messages((pending,)), ()
        answered: Turns = ()
        shown_at = time.monotonic()
        for asked in questions:
            if time.monotonic() - shown_at > WAIT_SECONDS:
                what = f"Asking again, {len(answered)} of {len(questions)}…"
                yield messages((*answered, Turn(asked, render_pending(what)))), answered
                shown_at = time.monotonic()
            answered = placed(answered, len(answered), self._turn(asked, request))
        yield messages(answered), answered

    def _turn(self, asked: Asked, request: gr.Request) -> Turn:
        """Return the turn with its answer, or with the card of what went wrong."""
        try:
            answer = answer_to(asked, self._visitors.assistant(_cookies(request)))
        except QuestionError as error:
            heading, why, is_passing = NO_SUCCESS, sentence(str(error)), False
        except QAError as error:
            heading, why, is_passing = NO_SUCCESS, sentence(str(error)), True
        except Exception:
            _log.exception("a question could not be answered")
            heading, why, is_passing = BROKEN, LOGGED, True
        else:
            return Turn(asked, _shown(asked, answer), answer=answer)
        shown = render_error(heading, why, kept=kept(asked), is_passing=is_passing)
        return Turn(asked, shown, failed=True)

    def _waiting(self) -> Iterator[str]:
        """Yield what is being done until the assistant is ready; at least once."""
        if self._loading.wait(0):
            yield "Searching the documents…"
            return
        while True:
            status = self._loading.status
            share = f" {status.done / status.total:.0%}" if status.total else ""
            yield f"{status.what}…{share}"
            if self._loading.wait(WAIT_SECONDS):
                return


def messages(turns: Turns) -> Messages:
    """Return the conversation as the Chatbot takes it."""
    return [
        {"role": role, "content": inert(content)}
        for turn in turns
        for role, content in (
            ("user", _question(turn.asked.question)),
            ("assistant", turn.shown),
        )
        if content
    ]


def inert(content: str) -> gr.HTML:
    """Return HTML that was escaped as a component that shows it as it is."""
    # Never with an html_template of ours: Gradio runs what stands in it as script.
    return gr.HTML(content, js_on_load=None, apply_default_css=False)


def _shown(asked: Asked, answer: Answer) -> str:
    return render_answer(
        answer,
        carried=understand(asked.question, asked.history).in_context is not None,
        as_typed=asked.as_typed,
        every=asked.every,
        chosen=asked.documents,
        kept=kept(asked),
    )


def _question(question: str) -> str:
    return render_question(question) if question.strip() else ""


def _cookies(request: gr.Request) -> dict[str, str]:
    """Return a visitor's cookies; Gradio wraps them in an object of its own."""
    return dict(request.cookies.items())
