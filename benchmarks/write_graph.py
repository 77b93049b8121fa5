"""Write what the bundled model computes as an ONNX graph, where the engine reads it.

    python benchmarks/write_graph.py

The graph is BERT's, with six layers, for texts that have equally many word pieces, so
that none is padded. It holds no weights: each is named by its place in
model.safetensors, which ONNX Runtime reads, and whose hash `index.model_files` checks.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from index.bundled import DIMENSION, GRAPH
from index.model_files import bundled_model

WEIGHTS = "model.safetensors"
LAYERS = 6
HEADS = 12
EPSILON = 1e-12
"""Of the normalisations, as in the model's config.json."""

OPERATORS = {"": 20, "com.microsoft": 1}
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


@dataclass(frozen=True)
class Graph:
    """A graph being written: its nodes, in order, and the weights they take."""

    places: Mapping[str, tuple[list[int], int, int]]
    nodes: list[NodeProto] = field(default_factory=list)
    weights: list[TensorProto] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add a node, and return the name of what it gives."""
        name = f"{kind}-{next(self.numbers)}"
        self.nodes.append(
            helper.make_node(kind, inputs, [name], name=name, **attributes)
        )
        return name

    def weight(self, name: str) -> str:
        """Add a weight of the model's, and return its name."""
        shape, offset, length = self.places[name]
        tensor = TensorProto(
            name=name,
            data_type=TensorProto.FLOAT,
            dims=shape,
            data_location=TensorProto.EXTERNAL,
        )
        place = {"location": WEIGHTS, "offset": str(offset), "length": str(length)}
        for key, value in place.items():
            tensor.external_data.add(key=key, value=value)
        self.weights.append(tensor)
        return name

    def both(self, name: str) -> tuple[str, str]:
        """Add a layer's weight and bias, and return their names."""
        return self.weight(f"{name}.weight"), self.weight(f"{name}.bias")

    def linear(self, given: str, name: str) -> str:
        """Multiply by a layer's weights and add its bias."""
        return self.node("Gemm", given, *self.both(name), transB=1)

    def unit(self, given: str, name: str) -> None:
        """Give vectors of length 1 as an output of the graph."""
        self.nodes.append(
            helper.make_node("LpNormalization", [given], [name], axis=-1, p=2)
        )

    def normalised(self, given: str, other: str, name: str) -> str:
        """Add two, and normalise the sum.

        ONNX Runtime's one step for both takes twice as long as these two.
        """
        weights = self.both(name)
        summed = self.node("Add", given, other)
        return self.node(
            "LayerNormalization", summed, *weights, axis=-1, epsilon=EPSILON
        )


def places(weights: Path) -> dict[str, tuple[list[int], int, int]]:
    """Return each weight's shape, its place in the file and its length in bytes."""
    with weights.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
    header.pop("__metadata__", None)
    return {
        name: (told["shape"], 8 + length + start, end - start)
        for name, told in header.items()
        for start, end in [told["data_offsets"]]
    }


def model(weights: Path) -> ModelProto:
    """Return the graph over these weights.

    Args:
        weights: A safetensors file of all-MiniLM-L6-v2.
    """
    graph = Graph(places(weights))
    of_texts = embeddings(graph)
    shape = graph.node("Shape", of_texts)
    vectors = graph.node("Reshape", of_texts, "rows")
    for number in range(LAYERS):
        vectors = layer(graph, vectors, shape, f"encoder.layer.{number}")
    results(graph, graph.node("Reshape", vectors, shape))
    constants = [
        numpy_helper.from_array(np.array(value, np.int64), name)
        for name, value in CONSTANTS.items()
    ]
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
            [*constants, *graph.weights],
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
        domain="com.microsoft",
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
    """Write the graph and say how large it is."""
    target = Path(__file__).parents[1] / "index" / GRAPH
    made = model(bundled_model().folder / WEIGHTS)
    target.write_bytes(made.SerializeToString(deterministic=True))
    print(f"{target.name}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
