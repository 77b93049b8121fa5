"""Graphs being written: nodes, and weights that stay where they are in a file.

In eight bits a graph rounds its weights itself: as that depends on no text, ONNX
Runtime does it once, when the graph is loaded.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from onnx import NodeProto, TensorProto, helper, numpy_helper

WEIGHTS = "model.safetensors"
EPSILON = 1e-12
"""Of the normalisations, as in the model's config.json."""

MICROSOFT = "com.microsoft"
"""Operators that ONNX Runtime has beside ONNX's own."""

MOST_OF_A_ROW = 127
"""A row's numbers become whole ones from this below zero to as much above it."""

UP = 128
"""They are moved up by this much, and have no sign then: that is what processors
multiply by signed ones."""

MOST_OF_A_WEIGHT = 64
"""2 × 255 × 64 fits sixteen bits with a sign, in which processors without VNNI add two
products before all others: so the sums are exact on every one."""


@dataclass(frozen=True)
class Graph:
    """A graph: its nodes, in order, and the weights and constants they take."""

    places: Mapping[str, tuple[list[int], int, int]]
    nodes: list[NodeProto] = field(default_factory=list)
    tensors: dict[str, TensorProto] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """Add a node, and return the name of what it gives."""
        name = f"{kind}-{next(self.numbers)}"
        self.nodes.append(
            helper.make_node(kind, inputs, [name], name=name, **attributes)
        )
        return name

    def constant(self, name: str, value: object, kind: type[np.generic]) -> str:
        """Add a constant, unless it is there, and return its name."""
        self.tensors[name] = numpy_helper.from_array(np.array(value, kind), name)
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
        self.tensors[name] = tensor
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


@dataclass(frozen=True)
class EightBitGraph(Graph):
    """A graph whose linear layers multiply whole numbers of eight bits.

    Attributes:
        rounded: By what was rounded: the whole numbers, and what each row of them is
            to be multiplied by. Queries, keys and values are made of the same.
    """

    rounded: dict[str, tuple[str, str]] = field(default_factory=dict)

    def linear(self, given: str, name: str) -> str:
        """Multiply by a layer's weights and add its bias."""
        weight, bias = self.both(name)
        if given not in self.rounded:
            self.rounded[given] = self._round_rows(given)
        rows, of_rows = self.rounded[given]
        columns, of_columns = self._round_columns(weight)
        product = self.node(
            "MatMulIntegerToFloat",
            *(rows, columns, self.constant("one", 1, np.float32), of_columns),
            self.constant("up", UP, np.uint8),
            domain=MICROSOFT,
        )
        return self.node("Add", self.node("Mul", product, of_rows), bias)

    def _round_rows(self, given: str) -> tuple[str, str]:
        """Round each word piece's numbers by their own largest.

        By the largest of all, as ONNX Runtime's own operator does, a text's vectors
        would change with the texts beside it, and be less exact.
        """
        axis, steps = self._steps(given, MOST_OF_A_ROW)
        up = self.constant("up each", [UP], np.uint8)
        shifts = self.node("Expand", up, self.node("Shape", steps))
        rows = self.node("QuantizeLinear", given, steps, shifts, axis=0)
        return rows, self.node("Unsqueeze", steps, axis)

    def _round_columns(self, weight: str) -> tuple[str, str]:
        """Round the weights of each number that the layer gives; they lie in rows."""
        _, steps = self._steps(weight, MOST_OF_A_WEIGHT)
        columns = self.places[weight][0][0]
        unmoved = self.constant(f"unmoved {columns}", [0] * columns, np.int8)
        whole = self.node("QuantizeLinear", weight, steps, unmoved, axis=0)
        return self.node("Transpose", whole, perm=[1, 0]), steps

    def _steps(self, given: str, most: int) -> tuple[str, str]:
        """Return the axis along a row, and what a whole number of each row is worth."""
        axis = self.constant("of a row", [1], np.int64)
        largest = self.node("ReduceMax", self.node("Abs", given), axis, keepdims=0)
        most_of_it = self.constant(f"to {most}", most, np.float32)
        return axis, self.node("Div", largest, most_of_it)


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
