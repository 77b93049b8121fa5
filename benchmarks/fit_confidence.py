"""Fit the decision to answer or abstain, and print the weights of `qa.decision`.

    python benchmarks/fit_confidence.py FOLDER…

Each folder is a set of judged questions with its own corpus (see `qa.judged`). Its
answerable questions are the positives. There are four kinds of negatives: the set's
off-corpus file, the other sets' questions, and its own questions with the documents, or
only the paragraphs, that answer them left out. `KINDS` says what each counts; a set
whose questions are scoped to one document is only tried, not fitted on.
"""

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from index.embedding import Embedder, load_embedder
from qa.decision import (
    WEIGHTS,
    WEIGHTS_BY_WORDS,
    WEIGHTS_WITHOUT_TOKENS,
    signals,
)
from qa.judged import Question, read_corpus, read_judgements, read_questions
from qa.judged_corpus import open_corpus
from qa.measures import KEPT_SHARE, auroc, calibration_error
from qa.ranking import Ranking

PER_SET = 600
FOREIGN_PER_SET = 150
DEPTH = 20

# Off-corpus questions count most: they are what can be told apart. A paragraph left out
# of a document that goes on speaking of the matter teaches mostly doubt: more of it
# costs calibration and declines hardly more (benchmarks/quality.md).
KINDS: Mapping[str, float] = {
    "off corpus": 1.0,
    "other sets' questions": 0.5,
    "document left out": 0.5,
    "paragraph left out": 0.05,
}

Signals = NDArray[np.float64]
"""A row a question, a column a signal, in the order of `SIGNALS`."""

SIGNALS = tuple(dict.fromkeys([*WEIGHTS, *WEIGHTS_WITHOUT_TOKENS, *WEIGHTS_BY_WORDS]))


@dataclass(frozen=True, slots=True)
class Case:
    """A set's answerable questions beside one kind of negatives."""

    name: str
    kind: str
    is_fitted: bool
    positives: Signals
    negatives: Signals


class Unreading:
    """A model that reads no question, as if all were in languages unknown to it."""

    def __init__(self, model: Embedder) -> None:
        """Take passages' embeddings from a model."""
        self.fingerprint = model.fingerprint
        self.dimension = model.dimension
        self.languages: frozenset[str] | None = frozenset()
        self.embed_query = model.embed_query
        self.embed_passages = model.embed_passages

    def reads(self, text: str) -> bool:  # noqa: ARG002
        """Return that it does not."""
        return False


def main(folders: Sequence[Path]) -> None:
    """Collect the signals of every set, fit, and print weights and figures."""
    asked = {folder: _answerable(folder) for folder in folders}
    elsewhere = {
        folder: [
            question
            for other in folders
            if other != folder
            for question in asked[other][:FOREIGN_PER_SET]
            if not question.history
        ]
        for folder in folders
    }
    embedder = load_embedder()
    understood, unread = (
        [
            case
            for folder in folders
            for case in _cases(folder, asked[folder], elsewhere[folder], model)
        ]
        for model in (embedder, Unreading(embedder))
    )
    for title, cases, weights in (
        ("with late interaction", understood, WEIGHTS),
        ("without", understood, WEIGHTS_WITHOUT_TOKENS),
        ("by words alone", unread, WEIGHTS_BY_WORDS),
    ):
        columns = [SIGNALS.index(name) for name in weights]
        model = _fitted(cases, columns)
        found = zip(weights, model.coef_[0], strict=True)
        print(title, {name: round(float(weight), 1) for name, weight in found})
        print("bias", round(float(model.intercept_[0]), 1))
        for case in cases:
            _report(case, model, columns)


def _fitted(cases: Sequence[Case], columns: list[int]) -> LogisticRegression:
    """Return the model fitted on these signals, every kind weighing what it counts."""
    sharing = {
        kind: sum(case.kind == kind and case.is_fitted for case in cases)
        for kind in KINDS
    }
    rows: list[Signals] = []
    labels: list[int] = []
    weights: list[float] = []
    for case in cases:
        if not case.is_fitted:
            continue
        share = PER_SET * KINDS[case.kind] / sharing[case.kind]
        for group, label in ((case.positives, 1), (case.negatives, 0)):
            rows.append(group[:, columns])
            labels += [label] * len(group)
            weights += [share / len(group)] * len(group)
    model = LogisticRegression(C=1e4, max_iter=10_000)
    return model.fit(np.concatenate(rows), labels, sample_weight=np.array(weights))


def _report(case: Case, model: LogisticRegression, columns: list[int]) -> None:
    kept, others = (
        model.predict_proba(group[:, columns])[:, 1]
        for group in (case.positives, case.negatives)
    )
    threshold = np.quantile(kept, 1 - KEPT_SHARE)
    print(
        f"{case.name + ', ' + case.kind:<40} AUROC {auroc(kept, others):.3f}  "
        f"answered at 95 %: {np.mean(others >= threshold):.3f}  "
        f"threshold {threshold:.2f}  "
        f"calibration error {calibration_error(kept, others):.3f}"
        f"{'' if case.is_fitted else '  (not fitted on)'}"
    )


def _answerable(folder: Path) -> list[Question]:
    """Return answerable questions of a set, spread over it."""
    questions = [q for q in read_questions(folder, "queries.jsonl") if q.answerable]
    step = max(1, len(questions) // PER_SET)
    return questions[::step][:PER_SET]


def _cases(
    folder: Path,
    questions: Sequence[Question],
    foreign: Sequence[Question],
    model: Embedder,
) -> Iterator[Case]:
    """Yield the set's questions beside each kind of negatives there is."""
    corpus = read_corpus(folder)
    if corpus is None:
        raise SystemExit(f"{folder} has no corpus")
    assistant, _, keys = open_corpus(corpus, model)
    titles: dict[str, list[str]] = {}
    for stored in assistant.documents():
        titles.setdefault(stored.title, []).append(stored.id)
    gold = read_judgements(folder)
    answering = {
        q.id: {place for place, key in keys.items() if key in gold.get(q.id, ())}
        for q in questions
    }
    scoped = any(q.scope for q in questions)

    def case(kind: str, negatives: list[Signals]) -> Case:
        found = np.array(negatives)
        return Case(folder.name, kind, not scoped, np.array(positives), found)

    def rank(question: Question, documents: Collection[str] | None = None) -> Ranking:
        if question.scope is not None:
            documents = titles.get(question.scope)
        return assistant.consider(
            question.text, history=question.history, documents=documents, depth=DEPTH
        )[0]

    with assistant:
        rankings = [rank(q) for q in _shown(questions)]
        positives = [_values(ranking) for ranking in rankings]
        off_corpus = read_questions(folder, "offcorpus_queries.jsonl")[:PER_SET]
        if off_corpus:
            yield case("off corpus", [_values(rank(q)) for q in _shown(off_corpus)])
        elsewhere = [replace(q, scope=None) for q in foreign]
        yield case(
            "other sets' questions", [_values(rank(q)) for q in _shown(elsewhere)]
        )
        if scoped:
            return
        yield case(
            "paragraph left out",
            [
                _values(_without(ranking, answering[q.id]))
                for q, ranking in zip(questions, rankings, strict=True)
            ],
        )
        every = {document for document, _ in keys}
        yield case(
            "document left out",
            [
                _values(rank(q, every - {document for document, _ in answering[q.id]}))
                for q in _shown(questions)
            ],
        )


def _shown(questions: Sequence[Question]) -> "tqdm[Question]":
    return tqdm(questions, unit=" questions")


def _without(ranking: Ranking, places: Collection[tuple[str, int]]) -> Ranking:
    """Return a ranking as it would be without these passages."""
    left = (
        hit
        for hit in ranking.hits
        if (hit.passage.locator.document_id, hit.passage.ordinal) not in places
    )
    return replace(ranking, hits=tuple(left))


def _values(ranking: Ranking) -> Signals:
    found = signals(ranking)
    return np.array([found[name] for name in SIGNALS])


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
