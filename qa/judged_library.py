"""The library that judged questions are asked of, and what is relevant in it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.embedding import Embedder
from index.library import ignore_total_progress
from qa.assistant import Assistant, Progress
from qa.judged import (
    EvaluationError,
    Judgements,
    Question,
    read_corpus,
    read_judgements,
)
from qa.judged_cache import Ingest, Keys, library_keys
from qa.judged_corpus import open_corpus
from qa.judged_documents import gold_by_spans, has_documents, open_documents
from qa.recovered import Recovered, recover


@dataclass(frozen=True, slots=True)
class JudgedLibrary:
    """A library to ask, with the judgements of its passages.

    Attributes:
        assistant: Answers from the library.
        keys: Of every passage.
        texts: Of every passage, by key.
        gold: Relevance by question id and passage key.
        alternatives: Whether one relevant passage is as good as all of them.
        ingest: What embedding cost.
        scopes: Ids of the documents that a question's `scope` names.
        paragraphs: What became of the corpus's records in whole documents, as
            `qa.recovered` tells; None where there is no such corpus.
    """

    assistant: Assistant
    keys: Keys
    texts: Mapping[str, str]
    gold: Judgements
    alternatives: bool
    ingest: Ingest
    scopes: Mapping[str, Sequence[str]]
    paragraphs: Mapping[str, float] | None = None

    def relevant(self, question: Question) -> list[str]:
        """Return the keys of the passages that answer a question."""
        grades = self.gold.get(question.id, {})
        return [key for key, grade in grades.items() if grade > 0]


@contextmanager
def judged_library(
    folder: Path,
    questions: Sequence[Question],
    *,
    library: Path | None = None,
    model: str | Embedder | None = None,
    documents: bool = False,
    on_passage: Progress = ignore_total_progress,
) -> Iterator[JudgedLibrary]:
    """Give what a set's questions are asked of, within the block.

    Args:
        folder: The set.
        questions: Its answerable questions.
        library: The library to ask where the set has neither corpus nor spans; None is
            the seeds.
        model: As for `Assistant.open`.
        documents: Whether the set's documents are read whole, its corpus only telling
            which of their passages are relevant.
        on_passage: Progress of embedding, the first time.

    Raises:
        EvaluationError: A file is missing or not of the form `qa.judged` describes, or
            nothing tells which passages are relevant.
    """
    corpus = read_corpus(folder)
    spans = has_documents(folder) and any(question.spans for question in questions)
    snippets = any(question.snippets for question in questions)
    if questions and corpus is None and not (spans or snippets):
        raise EvaluationError(
            f"{folder} has neither a corpus nor snippets nor spans of documents that "
            "tell which passages answer; add corpus.jsonl with qrels.tsv, or snippets "
            "to the questions"
        )
    placed: Recovered | None = None
    if documents or (spans and corpus is None):
        assistant, ingest = open_documents(folder, model, on_passage)
        keys = library_keys(assistant)
        if corpus is not None and not spans:
            judgements = read_judgements(folder)
            placed = recover(assistant.library, keys, corpus, judgements)
            gold = placed.gold
        elif spans:
            gold = gold_by_spans(assistant, keys, questions)
        else:
            gold = _gold_by_snippets(assistant, keys, questions)
    elif corpus is not None:
        gold = read_judgements(folder)
        assistant, ingest, keys = open_corpus(corpus, model, on_passage)
    else:
        assistant = Assistant.open(library, model=model, on_progress=on_passage)
        keys = library_keys(assistant)
        gold = _gold_by_snippets(assistant, keys, questions)
        ingest = {"passages": len(keys), "seconds": None}
    with assistant:
        texts = {
            keys[passage.locator.document_id, passage.ordinal]: passage.text
            for passage in assistant.library.passages()
        }
        yield JudgedLibrary(
            assistant=assistant,
            keys=keys,
            texts=texts,
            gold=gold,
            alternatives=corpus is None and not spans,
            ingest=ingest,
            scopes=placed.scopes if placed else _titles(assistant),
            paragraphs=placed.paragraphs if placed else None,
        )


def _titles(assistant: Assistant) -> dict[str, list[str]]:
    """Return the ids of the documents of each title."""
    titles: dict[str, list[str]] = {}
    for stored in assistant.library.documents():
        titles.setdefault(stored.title, []).append(stored.id)
    return titles


def _gold_by_snippets(
    assistant: Assistant, keys: Keys, questions: Sequence[Question]
) -> Judgements:
    passages = assistant.library.passages()
    return {
        question.id: {
            keys[passage.locator.document_id, passage.ordinal]: 1
            for passage in passages
            if any(snippet in passage.text for snippet in question.snippets)
        }
        for question in questions
    }
