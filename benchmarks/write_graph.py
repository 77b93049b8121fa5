"""Write what the bundled model computes as ONNX graphs, where the engine reads them.

    python benchmarks/write_graph.py

A graph is BERT's, with six layers, for texts that have equally many word pieces, so
that none is padded. It holds no weights: each is named by its place in
model.safetensors, which ONNX Runtime reads, and whose hash `index.model_files` checks.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from graphs import MICROSOFT, WEIGHTS, EightBitGraph, Graph, places
from onnx import ModelProto, TensorProto, helper

from index.bundled import DIMENSION, GRAPHS
from index.model_files import BUNDLED_FINGERPRINT, INT8_FINGERPRINT, bundled_model

KINDS: Mapping[str, type[Graph]] = {
    BUNDLED_FINGERPRINT: Graph,
    INT8_FINGERPRINT: EightBitGraph,
}

LAYERS = 6
HEADS = 12
OPERATORS = {"": 20, MICROSOFT: 1}
"""ONNX's own from version 20, which has GELU; attention is ONNX Runtime's, which
computes it in one step."""

IR_VERSION = 9

CONSTANTS: Mapping[str, Sequence[int] | int] = {
    "first": 0,
    "rows": [-1, DIMENSION],
    "pieces of a text": [1],  # an axis
    "after the first": [1],
    "before the last": [-1],
}


def model(weights: Path, fingerprint: str) -> ModelProto:
    """Return the graph over these weights.

    Args:
        weights: A safetensors file of all-MiniLM-L6-v2.
        fingerprint: Of the form it is to be computed in.
    """
    graph = KINDS[fingerprint](places(weights))
    for name, value in CONSTANTS.items():
        graph.constant(name, value, np.int64)
    of_texts = embeddings(graph)
    shape = graph.node("Shape", of_texts)
    vectors = graph.node("Reshape", of_texts, "rows")
    for number in range(LAYERS):
        vectors = layer(graph, vectors, shape, f"encoder.layer.{number}")
    results(graph, graph.node("Reshape", vectors, shape))
    inputs = [
        helper.make_tensor_value_info("pieces", TensorProto.INT64, ["texts", "n"]),
        helper.make_tensor_value_info("positions", TensorProto.INT64, ["n"]),
        helper.make_tensor_value_info("axes", TensorProto.FLOAT, [DIMENSION, "kept"]),
    ]
    outputs = [
        helper.make_tensor_value_info(
            "vectors", TensorProto.FLOAT, ["texts", DIMENSION]
        ),
        helper.make_tensor_value_info(
            "tokens", TensorProto.FLOAT, ["texts", "own", "kept"]
        ),
    ]
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "all-MiniLM-L6-v2",
            inputs,
            outputs,
            list(graph.tensors.values()),
        ),
        opset_imports=[helper.make_opsetid(*each) for each in OPERATORS.items()],
        ir_version=IR_VERSION,
    )


def embeddings(graph: Graph) -> str:
    """Look up the word pieces and their positions; every piece is of the first text."""
    words, positions, kinds = (
        graph.node("Gather", graph.weight(f"embeddings.{name}.weight"), chosen)
        for name, chosen in (
            ("word_embeddings", "pieces"),
            ("position_embeddings", "positions"),
            ("token_type_embeddings", "first"),
        )
    )
    words = graph.node("Add", words, kinds)
    return graph.normalised(words, positions, "embeddings.LayerNorm")


def layer(graph: Graph, vectors: str, shape: str, name: str) -> str:
    """Compute one layer: attention, then the two linear ones with GELU between.

    Args:
        graph: To be added to.
        vectors: Of all texts' word pieces, in rows.
        shape: By text instead.
        name: Of the layer's weights.
    """
    attention = f"{name}.attention"
    queries, keys, values = (
        graph.node("Reshape", graph.linear(vectors, f"{attention}.self.{part}"), shape)
        for part in ("query", "key", "value")
    )
    attended = graph.node(
        "MultiHeadAttention",
        *(queries, keys, values),
        domain=MICROSOFT,
        num_heads=HEADS,
    )
    told = graph.linear(
        graph.node("Reshape", attended, "rows"), f"{attention}.output.dense"
    )
    vectors = graph.normalised(told, vectors, f"{attention}.output.LayerNorm")
    wide = graph.node("Gelu", graph.linear(vectors, f"{name}.intermediate.dense"))
    narrow = graph.linear(wide, f"{name}.output.dense")
    return graph.normalised(narrow, vectors, f"{name}.output.LayerNorm")


def results(graph: Graph, vectors: str) -> None:
    """Give each text's mean, and its own word pieces along the axes that are kept."""
    axis = "pieces of a text"
    graph.unit(graph.node("ReduceMean", vectors, axis, keepdims=0), "vectors")
    own = graph.node("Slice", vectors, "after the first", "before the last", axis)
    graph.unit(graph.node("MatMul", own, "axes"), "tokens")


def main() -> None:
    """Write the graphs and say how large they are."""
    weights = bundled_model().folder / WEIGHTS
    for fingerprint, name in GRAPHS.items():
        target = Path(__file__).parents[1] / "index" / name
        made = model(weights, fingerprint)
        target.write_bytes(made.SerializeToString(deterministic=True))
        print(f"{name}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
