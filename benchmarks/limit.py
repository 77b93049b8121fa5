"""How near the bundled model's engine comes to the machine's rate of matrix products.

    python benchmarks/limit.py [--passages FILE] [--rounds N]

Counted are the multiplications and additions of the model's linear layers and of its
attention, for the word pieces there are. The time is the CPU time of one thread from
passages to their embeddings, whatever it goes into: cutting into word pieces, looking
up, normalising, GELU and softmax, vectors of word pieces, Python. The rate is that of
bare products of the layers' three shapes, each by itself, by ONNX Runtime, and next to
it by PyTorch and NumPy; it is taken in the same rounds, passage by passage. Prints
Markdown: medians and the lowest and highest of the rounds.

FILE has one JSON object with a "text" a line; without it the shipped papers are used.
"""

import argparse
import os
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from engine import read_texts

MOST_PASSAGES = 60

LAYERS, WIDTH, WIDER = 6, 384, 1536
SHAPES = {
    (WIDTH, WIDTH): 4 * LAYERS,
    (WIDTH, WIDER): LAYERS,
    (WIDER, WIDTH): LAYERS,
}
"""The linear layers' weights, and how many of each there are."""

LIBRARIES = ("ONNX Runtime", "PyTorch", "NumPy")

Product = Callable[[], object]
Rates = dict[tuple[str, tuple[int, int]], list[float]]
"""By library and shape: operations a second, a round."""


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=Path, metavar="FILE")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"  # before they are imported
    from index.bundled import BundledEmbedder
    from index.model_files import bundled_model

    embedder = BundledEmbedder(bundled_model())
    texts = read_texts(options.passages)[:MOST_PASSAGES]
    lengths = [
        int((found.tokens.windows == window).sum()) + 2
        for found in embedder.embed_passages(texts)
        for window in range(len(found.windows))
    ]
    rows = round(statistics.mean(lengths))
    products = {
        (library, shape): made
        for shape in SHAPES
        for library, made in zip(LIBRARIES, bare(rows, *shape), strict=True)
    }
    rates: Rates = defaultdict(list)
    shares = []
    for _ in range(options.rounds):
        seconds, of_round = one_round(texts, embedder.embed_passages, products, rows)
        for key, rate in of_round.items():
            rates[key].append(rate)
        shares.append(sum(map(operations, lengths)) / seconds / mean_rate(of_round))
    print(table(rates))
    done = sum(map(operations, lengths)) / len(texts)
    print(
        f"\n{len(texts)} passages of {rows} word pieces in the mean, "
        f"{done / 1e9:.2f} GFLOP each: {spread(shares, '{:.0%}')} of the rate that "
        "ONNX Runtime has in bare products."
    )


def operations(pieces: int) -> int:
    """Return the multiplications and additions for a window of so many word pieces."""
    linear = sum(2 * rows * columns * n for (rows, columns), n in SHAPES.items())
    attention = LAYERS * 2 * 2 * WIDTH * pieces
    return pieces * (linear + attention)


def bare(rows: int, given: int, wanted: int) -> tuple[Product, Product, Product]:
    """Return a product of (rows, given) and (given, wanted) by each library."""
    import numpy as np
    import torch

    torch.set_num_threads(1)
    random_numbers = np.random.default_rng(0)
    left = random_numbers.standard_normal((rows, given), np.float32)
    right = random_numbers.standard_normal((wanted, given), np.float32)
    session = session_of(right)
    of_torch = torch.from_numpy(left), torch.from_numpy(right)
    transposed = np.ascontiguousarray(right.T)
    return (
        lambda: session.run(None, {"left": left}),
        lambda: torch.nn.functional.linear(*of_torch),
        lambda: left @ transposed,
    )


def session_of(weights: Any) -> Any:
    """Return what multiplies by weights as a layer of the engine does."""
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    wanted, given = weights.shape
    graph = helper.make_graph(
        [helper.make_node("Gemm", ["left", "right"], ["product"], transB=1)],
        "product",
        [helper.make_tensor_value_info("left", TensorProto.FLOAT, ["n", given])],
        [helper.make_tensor_value_info("product", TensorProto.FLOAT, ["n", wanted])],
        [numpy_helper.from_array(weights, "right")],
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9
    )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )


def one_round(
    texts: Sequence[str],
    embed: Callable[[Sequence[str]], object],
    products: dict[tuple[str, tuple[int, int]], Product],
    rows: int,
) -> tuple[float, dict[tuple[str, tuple[int, int]], float]]:
    """Return the CPU seconds of embedding, and operations a second of each product.

    Some passages and every product take turns, so that what else the machine does
    falls on all alike.
    """
    of_products: dict[tuple[str, tuple[int, int]], float] = defaultdict(float)
    seconds = 0.0
    at_once = 5
    starts = range(0, len(texts), at_once)
    for at in starts:
        seconds += timed(partial(embed, texts[at : at + at_once]))
        for key, product in random.sample(list(products.items()), len(products)):
            product()  # its weights are in the cache now
            of_products[key] += timed(product, 4)
    return seconds, {
        (library, (given, wanted)): 2 * rows * given * wanted * 4 * len(starts) / spent
        for (library, (given, wanted)), spent in of_products.items()
    }


def mean_rate(rates: dict[tuple[str, tuple[int, int]], float]) -> float:
    """Return ONNX Runtime's operations a second in the model's mix of shapes."""
    work = {shape: shape[0] * shape[1] * n for shape, n in SHAPES.items()}
    spent = sum(work[shape] / rates[LIBRARIES[0], shape] for shape in SHAPES)
    return sum(work.values()) / spent


def timed(work: Product, times: int = 1) -> float:
    """Return the CPU seconds of doing some work so many times."""
    started = time.process_time()
    for _ in range(times):
        work()
    return time.process_time() - started


def table(rates: Rates) -> str:
    """Return each library's rate in each shape."""
    lines = [f"| GFLOP/s | {' | '.join(LIBRARIES)} |", "|---|--:|--:|--:|"]
    for given, wanted in SHAPES:
        cells = [
            spread([rate / 1e9 for rate in rates[library, (given, wanted)]], "{:.0f}")
            for library in LIBRARIES
        ]
        lines.append(f"| × {given} × {wanted} | {' | '.join(cells)} |")
    return "\n".join(lines)


def spread(values: Sequence[float], form: str) -> str:
    """Return the median with the lowest and the highest."""
    lowest, highest = form.format(min(values)), form.format(max(values))
    return f"{form.format(statistics.median(values))} ({lowest} to {highest})"


if __name__ == "__main__":
    main()
