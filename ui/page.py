"""The conversation, in Gradio: questions, answers and the box to ask in.

What is shown is HTML that `ui.rendering` escaped, in components that leave it alone:
plain message strings would be read as Markdown, HTML and LaTeX.
"""

import logging
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import gradio as gr

from qa import QAError
from qa.understanding import understand
from ui.fragments import PREFIX
from ui.loading import Loading
from ui.rendering import (
    render_answer,
    render_error,
    render_part,
    render_pending,
    render_question,
)
from ui.turns import MAX_TURNS, Asked, Turn, Turns, asked_again, next_asked
from ui.visitors.visitors import Visitors
from ui.wording import sentence

CONCURRENT_ANSWERS = 8
MAX_WAITING = 64

# How often a question that waits for the documents says how far they are.
WAIT_SECONDS = 0.5

_log = logging.getLogger(__name__)


Shown = tuple[str, list[dict[str, Any]], Turns]
"""What the box, the conversation and the session are set to."""


def head() -> str:
    """Return what goes into the page's head: our style sheet and script."""
    at = f"{PREFIX.lstrip('/')}/static"
    return (
        f'<link rel="stylesheet" href="{at}/pincite.css">'
        f'<script type="module" src="{at}/main.js"></script>'
    )


def theme() -> gr.themes.Base:
    """Return a plain theme; the style sheet does the rest."""
    font = ["Source Sans 3 Variable", "system-ui", "sans-serif"]
    return gr.themes.Base(font=font, font_mono=["ui-monospace", "monospace"])


def build_page(
    loading: Loading, visitors: Visitors, starters: Sequence[str]
) -> gr.Blocks:
    """Return the page over libraries that may still be on their way."""
    page: gr.Blocks = gr.Blocks(
        title="Pincite", fill_width=True, fill_height=True, analytics_enabled=False
    )
    with page:
        _fixed("shell")
        turns = gr.State(())
        with gr.Column(elem_id="desk"):
            with gr.Column(elem_id="conversation"):
                with gr.Column(elem_id="home"):
                    _fixed("home")
                    with gr.Row(elem_id="starters"):
                        offered = [gr.Button(text) for text in starters]
                    _fixed("library")
                chat = gr.Chatbot(
                    elem_id="chat",
                    label="Conversation",
                    show_label=False,
                    container=False,
                    height=None,
                    layout="panel",
                    buttons=[],
                    autoscroll=False,
                    latex_delimiters=[],
                    allow_tags=False,
                    group_consecutive_messages=False,
                )
            with gr.Column(elem_id="composer"):
                box = gr.Textbox(
                    elem_id="ask-box",
                    label="Your question",
                    show_label=False,
                    container=False,
                    placeholder="Ask a question about your documents",
                    max_lines=6,
                    submit_btn="Ask",
                    autofocus=True,
                )
                with gr.Row(elem_id="tools"):
                    _fixed("promise")
                    new = gr.Button("New chat", elem_id="new-chat")
        # The buttons of an answer are HTML of ours; the script presses these for them.
        with gr.Column(elem_id="again"):
            request = gr.Textbox(show_label=False, container=False)
            again = gr.Button("Ask again")

        asking: dict[str, Any] = {
            "outputs": [box, chat, turns],
            "show_progress": "hidden",
            "concurrency_id": "ask",
            "concurrency_limit": CONCURRENT_ANSWERS,
            "api_visibility": "private",
        }
        asked = partial(_ask, loading)
        box.submit(asked, [box, turns], **asking)
        for text, button in zip(starters, offered, strict=True):
            button.click(partial(_ask, loading, text), [turns], **asking)
        again.click(
            partial(_ask_again, loading),
            [request, turns],
            **asking | {"outputs": [chat, turns]},
        )
        new.click(_start_again, None, queue=False, **asking | {"concurrency_id": None})
    page.queue(api_open=False, max_size=MAX_WAITING)
    return page


def _ask(loading: Loading, question: str, turns: Turns) -> Iterator[Shown]:
    """Yield what the box, the conversation and the session are set to."""
    yield from _answered(loading, next_asked(question, turns), turns)


def _ask_again(
    loading: Loading, request: str, turns: Turns
) -> Iterator[tuple[list[dict[str, Any]], Turns]]:
    """Yield the same without the box, whose text stays, for a turn's question."""
    asked = asked_again(request, turns)
    if asked is not None:
        for _, messages, kept in _answered(loading, asked, turns):
            yield messages, kept


def _answered(loading: Loading, asked: Asked, turns: Turns) -> Iterator[Shown]:
    """Yield the question at once, how far the documents are, then the answer."""
    question = asked.question
    for what in _waiting(loading):
        yield "", _messages(turns, question, render_pending(what)), turns
    try:
        shown = _shown(loading, asked)
    except QAError as error:
        # The question goes back into the box, to be put right there.
        problem = render_error("That did not work.", sentence(str(error)))
        yield question, _messages(turns, question, problem), turns
    except Exception:
        _log.exception("a question could not be answered")
        problem = render_error(
            "Something went wrong.",
            "The question could not be answered; Pincite's terminal says why.",
        )
        yield question, _messages(turns, question, problem), turns
    else:
        turns = (*turns, Turn(asked, shown))[-MAX_TURNS:]
        yield "", _messages(turns), turns


def _shown(loading: Loading, asked: Asked) -> str:
    """Return the rendered answer.

    Raises:
        QAError: The documents are not ready, or the question cannot be searched.
    """
    question, history = asked.question, asked.history
    ask = partial(loading.assistant.ask, question, history=history)
    answer = ask(limit=None) if asked.every else ask()
    carried = understand(question, history).in_context is not None
    return render_answer(
        answer, carried=carried, as_typed=asked.as_typed, every=asked.every
    )


def _waiting(loading: Loading) -> Iterator[str]:
    """Yield what is being done until the assistant is ready; at least once."""
    if loading.wait(0):
        yield "Searching the documents…"
        return
    while True:
        status = loading.status
        share = f" {status.done / status.total:.0%}" if status.total else ""
        yield f"{status.what}…{share}"
        if loading.wait(WAIT_SECONDS):
            return


def _start_again() -> Shown:
    return "", [], ()


def _messages(
    turns: Turns, question: str = "", shown: str = ""
) -> list[dict[str, Any]]:
    """Return the conversation as the Chatbot takes it, an open question last."""
    pairs = [(turn.asked.question, turn.shown) for turn in turns]
    if shown:
        pairs.append((question, shown))
    return [
        {"role": role, "content": _html(content)}
        for question, shown in pairs
        for role, content in (
            ("user", render_question(question) if question.strip() else ""),
            ("assistant", shown),
        )
        if content
    ]


def _html(content: str) -> gr.HTML:
    # Never with an html_template of ours: Gradio runs what stands in it as script.
    return gr.HTML(content, js_on_load=None, apply_default_css=False)


def _fixed(name: str) -> gr.HTML:
    return _html(render_part(name))
