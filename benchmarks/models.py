"""Whether another model ranks as well as the bundled one, question by question.

    python benchmarks/models.py MODEL FOLDER...

Each folder is a set of judged questions with its corpus or documents, as for `pincite
evaluate`; both models are asked its answerable ones, through all of Pincite's search.
Prints Markdown: nDCG@10 and recall@1 of each, what becomes of nDCG@10 and its 95 %
interval (bootstrap over questions, each with both its figures), and how many questions
only one of them declines.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder, load_embedder
from qa.evaluation import QUESTIONS
from qa.judged import Question, read_questions
from qa.judged_library import judged_library
from qa.measures import interval, ranking_values
from qa.outcomes import ask_all

Pairs = NDArray[np.float64]
"""By question, by the bundled model and by the other; of one figure shape (n, 2), of
nDCG@10, recall@1 and of whether it was declined shape (3, n, 2)."""


def main() -> None:
    """Ask, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", metavar="MODEL", help="as for --model")
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    options = parser.parse_args()
    embedders = load_embedder(), load_embedder(options.model)
    print("| set | questions | nDCG@10 | | ratio | R@1 | | declined by one |")
    print("|---|--:|--:|--:|---|--:|--:|--:|")
    sets: list[Pairs] = []
    for folder in options.folders:
        questions = [q for q in read_questions(folder, QUESTIONS) if q.answerable]
        both = [asked(folder, questions, embedder) for embedder in embedders]
        sets.append(np.stack(both, axis=-1))
        print(row(folder.as_posix(), sets[-1]), flush=True)
    print(row("all questions", np.concatenate(sets, axis=1)))


def row(name: str, figures: Pairs) -> str:
    """Return a line of the table."""
    of_ranking, of_first, declined = figures
    low, high = interval(ratio, of_ranking)
    cells = [
        *means(of_ranking),
        f"{ratio(of_ranking):.3f} ({low:.3f} to {high:.3f})",
        *means(of_first),
        f"{int((declined[:, 0] != declined[:, 1]).sum())}",
    ]
    return f"| {name} | {len(declined):,} | {' | '.join(cells)} |"


def asked(
    folder: Path, questions: Sequence[Question], embedder: Embedder
) -> NDArray[np.float64]:
    """Return a row each of nDCG@10, recall@1 and of which questions were declined."""
    with judged_library(folder, questions, model=embedder) as judged:
        outcomes = ask_all(judged, {"answerable": questions})["answerable"]
    values = ranking_values(
        [outcome.keys for outcome in outcomes],
        [judged.gold.get(question.id, {}) for question in questions],
        alternatives=judged.alternatives,
    )
    declined = np.array([outcome.abstained for outcome in outcomes], float)
    return np.stack([values["ndcg@10"], values["recall@1"], declined])


def ratio(pairs: Pairs) -> float:
    """Return what the other's mean is of the bundled model's."""
    bundled, other = pairs.mean(axis=0)
    return float(other / bundled)


def means(pairs: Pairs) -> Iterator[str]:
    """Yield each model's mean."""
    return (f"{mean:.4f}" for mean in pairs.mean(axis=0))


if __name__ == "__main__":
    main()
