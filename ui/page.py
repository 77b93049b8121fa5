"""The chat page, in Gradio: where everything stands, and what answers which button.

What is shown is HTML that `ui.rendering` escaped, in components that leave it alone:
plain message strings would be read as Markdown, HTML and LaTeX.
"""

from typing import Any

import gradio as gr

from ui.api.named import add_named
from ui.api.service import Service
from ui.conversing import Conversing, inert
from ui.fragments import PREFIX
from ui.loading import Loading
from ui.rendering import render_part
from ui.visitors.visitors import Visitors

CONCURRENT_ANSWERS = 8
CONCURRENT_SUGGESTIONS = 2
MAX_WAITING = 64

POLL_SECONDS = 0.01
"""Between two looks for waiting questions. Gradio's own is 0.001, which keeps a
twentieth of a core busy while nobody asks."""


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


def build_page(loading: Loading, visitors: Visitors, service: Service) -> gr.Blocks:
    """Return the page over libraries that may still be on their way."""
    conversing = Conversing(loading, visitors)
    page: gr.Blocks = gr.Blocks(
        title="Pincite", fill_width=True, fill_height=True, analytics_enabled=False
    )
    with page:
        # First, so that no event of the page has these names.
        add_named(service, concurrency_id="ask", concurrency_limit=CONCURRENT_ANSWERS)
        _fixed("shell")
        turns = gr.State(())
        with gr.Column(elem_id="desk"):
            with gr.Column(elem_id="conversation"):
                with gr.Column(elem_id="home"):
                    _fixed("home")
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
                    _fixed("tools")
                    new = gr.Button("New chat", elem_id="new-chat")
        # What our own HTML asks for goes through these: the script fills and presses
        # them.
        with gr.Column(elem_id="again"):
            wanted = gr.Textbox(show_label=False, container=False)
            again = gr.Button("Ask again")
            # Ids of the documents to search, with commas between; empty for all.
            chosen = gr.Textbox(elem_id="chosen", show_label=False, container=False)
            suggested = gr.HTML(elem_id="suggested", js_on_load=None)

        asking: dict[str, Any] = {
            "show_progress": "hidden",
            "concurrency_id": "ask",
            "concurrency_limit": CONCURRENT_ANSWERS,
            "api_visibility": "private",
        }
        asked = box.submit(
            conversing.ask, [box, turns, chosen], [box, chat, turns], **asking
        )
        asked_again = again.click(
            conversing.ask_again, [wanted, turns], [chat, turns], **asking
        )
        # After the answer and apart from it: it waits for nothing, nor does the next.
        for event in (asked, asked_again):
            event.then(
                conversing.suggest,
                [turns],
                [suggested],
                show_progress="hidden",
                concurrency_id="suggest",
                concurrency_limit=CONCURRENT_SUGGESTIONS,
                api_visibility="private",
            )
        new.click(
            conversing.start_again,
            None,
            [box, chat, turns],
            cancels=[asked, asked_again],
            queue=False,
            show_progress="hidden",
            api_visibility="private",
        )
    page.queue(api_open=False, max_size=MAX_WAITING)
    page._queue.sleep_when_free = POLL_SECONDS
    return page


def _fixed(name: str) -> gr.HTML:
    return inert(render_part(name))
