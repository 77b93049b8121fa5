"""What is compared, how each is set up, and what its environment needs."""

from collections.abc import Mapping
from dataclasses import dataclass

COMPUTING = (
    "torch==2.13.0",
    "transformers==5.23.0",
    "numpy==2.4.6",
)
"""Alike for all that compute the model by PyTorch."""

ENVIRONMENTS: Mapping[str, tuple[str, ...]] = {
    "plain": (*COMPUTING, "sentence-transformers==6.2.0", "faiss-cpu==1.15.1"),
    "chromadb": (
        *COMPUTING,
        "sentence-transformers==6.2.0",
        "chromadb==1.5.9",
        # Only to write the ONNX file that chromadb's own embedder would download.
        "onnx==1.23.2",
        "onnxscript==0.7.2",
    ),
    "txtai": (*COMPUTING, "faiss-cpu==1.15.1", "txtai==9.14.0"),
    "haystack": (
        *COMPUTING,
        "sentence-transformers==6.2.0",
        "haystack-ai==3.4.0",
        "sentence-transformers-haystack==2.0.0",
    ),
}
"""What is installed in each environment."""

HERE = "pincite"
"""The environment that the command runs in."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A system, set up one way.

    Attributes:
        name: Short, for the command line.
        label: For tables.
        configured: How it is set up, for the report.
        script: In `systems`.
        environment: A key of `ENVIRONMENTS`, or `HERE`.
        arguments: The script's.
        embeds: Whether adding passages and starting are measured; of one that differs
            only in how it is asked they are not, and it is given the vectors.
        largest: The most passages that the growing library has with it; 0 for none.
        beyond: Why it has no more.
    """

    name: str
    label: str
    configured: str
    script: str
    environment: str
    arguments: tuple[str, ...] = ()
    embeds: bool = True
    largest: int = 0
    beyond: str = ""


PLAIN = Contender(
    "plain",
    "naive",
    "sentence-transformers in batches of 32, FAISS IndexFlatIP",
    "plain.py",
    "plain",
    largest=1_000_000,
)

PINCITE = Contender(
    "pincite",
    "Pincite",
    "hybrid, re-ranked; the whole answer with citations, marks and the decision "
    "whether to answer",
    "with_pincite.py",
    HERE,
    largest=1_000_000,
)

PINCITE_INT8 = Contender(
    "pincite-int8",
    "Pincite, int8",
    "the same, computed in whole numbers of eight bits: `--model "
    "all-MiniLM-L6-v2-int8`",
    "with_pincite.py",
    HERE,
    ("--int8",),
)

ENGINE = Contender(
    "engine",
    "Pincite’s engine",
    "the naive pipeline, its vectors by Pincite’s engine; it makes those of the word "
    "pieces too",
    "with_engine.py",
    HERE,
)

BUILDING = "building an index of ten times as many takes some twenty minutes"
SHORT = "the run is to be short"
ASKING = "a question of ten times as many takes seconds"

EXPORTED = "{exported}"
"""Among a contender's arguments: the folder of the ONNX file."""

CONTENDERS = (
    PLAIN,
    Contender(
        "chromadb",
        "chromadb",
        "a persistent collection, sentence-transformers",
        "with_chromadb.py",
        "chromadb",
        largest=100_000,
        beyond=BUILDING,
    ),
    Contender(
        "chromadb-own",
        "chromadb, own embedder",
        "a persistent collection, the ONNX embedder that it has by default",
        "with_chromadb.py",
        "chromadb",
        (EXPORTED,),
    ),
    Contender(
        "txtai",
        "txtai",
        "content kept, dense",
        "with_txtai.py",
        "txtai",
        largest=100_000,
        beyond=SHORT,
    ),
    Contender(
        "txtai-hybrid",
        "txtai hybrid",
        "content kept, dense and BM25 weighing alike, as `hybrid=True` has it",
        "with_txtai.py",
        "txtai",
        ("--hybrid",),
        embeds=False,
        largest=100_000,
        beyond=SHORT,
    ),
    Contender(
        "haystack",
        "haystack",
        "documents in memory, embedding retriever in a pipeline",
        "with_haystack.py",
        "haystack",
        largest=10_000,
        beyond=ASKING,
    ),
    Contender(
        "haystack-hybrid",
        "haystack hybrid",
        "the same and its BM25 retriever, joined by reciprocal rank fusion",
        "with_haystack.py",
        "haystack",
        ("--hybrid",),
        embeds=False,
        largest=10_000,
        beyond=ASKING,
    ),
    ENGINE,
    PINCITE,
    PINCITE_INT8,
)
