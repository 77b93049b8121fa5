"""Fit the decision to answer or abstain, and print the weights of `qa.decision`.

    python benchmarks/fit_confidence.py FOLDER…

Each folder is a set of judged questions with its own corpus (see `qa.judged`). Its
answerable questions are the positives. The model is fitted against the questions of its
off-corpus file, where it has one. It is then tried on negatives it has not seen: the
other sets' questions, and the set's own with the paragraphs, or the whole documents,
that answer them left out.
"""

import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from tqdm import tqdm

from qa.assistant import Assistant
from qa.decision import WEIGHTS, signals
from qa.evaluation import KEPT_SHARE, open_corpus
from qa.judged import Question, read_corpus, read_judgements, read_questions

PER_SET = 1000
FOREIGN_PER_SET = 300
DEPTH = 20

FITTED = "off corpus"

Signals = NDArray[np.float64]
"""A row a question, a column a signal, in the order of `WEIGHTS`."""


def main(folders: Sequence[Path]) -> None:
    """Collect the signals of every set, fit, and print weights and figures."""
    asked = {folder: _answerable(folder) for folder in folders}
    rows: list[Signals] = []
    labels: list[int] = []
    weights: list[float] = []
    cases: list[tuple[str, Signals, Signals]] = []
    for folder in folders:
        foreign = [
            question
            for other in folders
            if other != folder
            for question in asked[other][:FOREIGN_PER_SET]
        ]
        for kind, positives, negatives in _signals(folder, asked[folder], foreign):
            cases.append((f"{folder.name}, {kind}", positives, negatives))
            if kind != FITTED:
                continue
            for group, label in ((positives, 1), (negatives, 0)):
                rows.append(group)
                labels += [label] * len(group)
                weights += [1 / len(group)] * len(group)
    model = LogisticRegression(C=1e4, max_iter=10_000)
    model.fit(np.concatenate(rows), labels, sample_weight=np.array(weights) * PER_SET)
    print({n: round(float(w), 2) for n, w in zip(WEIGHTS, model.coef_[0], strict=True)})
    print("bias", round(float(model.intercept_[0]), 2))
    for name, positives, negatives in cases:
        kept, others = (
            model.predict_proba(group)[:, 1] for group in (positives, negatives)
        )
        truth = [1] * len(kept) + [0] * len(others)
        threshold = np.quantile(kept, 1 - KEPT_SHARE)
        print(
            f"{name:<40} AUROC {roc_auc_score(truth, [*kept, *others]):.3f}  "
            f"answered at 95 %: {np.mean(others >= threshold):.3f}  "
            f"threshold {threshold:.2f}  "
            f"calibration error {_calibration_error(kept, others):.3f}"
        )


def _answerable(folder: Path) -> list[Question]:
    """Return questions of a set that stand alone and are answerable, spread over it."""
    questions = [
        q
        for q in read_questions(folder, "queries.jsonl")
        if q.answerable and not q.history
    ]
    step = max(1, len(questions) // PER_SET)
    return questions[::step][:PER_SET]


def _signals(
    folder: Path, questions: Sequence[Question], foreign: Sequence[Question]
) -> Iterator[tuple[str, Signals, Signals]]:
    """Yield each kind of negative with its positives' and negatives' signals."""
    corpus = read_corpus(folder)
    if corpus is None:
        raise SystemExit(f"{folder} has no corpus")
    assistant, _, keys = open_corpus(corpus, None)
    document_of = {key: document for (document, _), key in keys.items()}
    every = set(document_of.values())
    gold = read_judgements(folder)
    off_corpus = read_questions(folder, "offcorpus_queries.jsonl")
    with assistant:
        positives = _asked(assistant, [(q.text, None) for q in questions])
        if off_corpus:
            yield (
                FITTED,
                positives,
                _asked(assistant, [(q.text, None) for q in off_corpus]),
            )
        yield "foreign", positives, _asked(assistant, [(q.text, None) for q in foreign])
        # A scoped question has one document, where other paragraphs answer it too.
        if len(every) > 2 and not any(q.scope for q in questions):
            without = [
                {passage for passage, key in keys.items() if key in gold.get(q.id, ())}
                for q in questions
            ]
            yield (
                "paragraph left out",
                positives,
                _asked(assistant, [(q.text, None) for q in questions], without),
            )
            elsewhere = [
                (q.text, every - {document_of[key] for key in gold.get(q.id, ())})
                for q in questions
            ]
            yield "document left out", positives, _asked(assistant, elsewhere)


def _asked(
    assistant: Assistant,
    questions: Sequence[tuple[str, Collection[str] | None]],
    without: Sequence[Collection[tuple[str, int]]] = (),
) -> Signals:
    """Return the signals of each question, in its documents, without some passages."""
    rows = []
    for number, (text, documents) in enumerate(tqdm(questions, unit=" questions")):
        ranking, _ = assistant.consider(text, documents=documents, depth=DEPTH)
        left_out = without[number] if without else ()
        hits = [
            hit
            for hit in ranking.hits
            if (hit.passage.locator.document_id, hit.passage.ordinal) not in left_out
        ]
        rows.append(list(signals(replace(ranking, hits=tuple(hits))).values()))
    return np.array(rows)


def _calibration_error(kept: Signals, others: Signals) -> float:
    """Return the expected calibration error in ten bins, both groups weighing alike."""
    values = np.concatenate([kept, others])
    truth = np.concatenate([np.ones(len(kept)), np.zeros(len(others))])
    weight = np.concatenate(
        [np.full(len(kept), 0.5 / len(kept)), np.full(len(others), 0.5 / len(others))]
    )
    error = 0.0
    for low, high in pairwise(np.linspace(0, 1, 11)):
        inside = (values >= low) & ((values < high) | (high == 1))
        if inside.any():
            share = weight[inside]
            gap = np.average(values[inside], weights=share) - np.average(
                truth[inside], weights=share
            )
            error += float(share.sum() * abs(gap))
    return error


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
