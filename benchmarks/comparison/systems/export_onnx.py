"""Write the model as the ONNX file that chromadb's own embedder would download.

    python export_onnx.py MODEL FOLDER

PyTorch's own exporter; the file takes what chromadb gives it, texts padded to 256 word
pieces, and gives the last layer's vectors.
"""

import shutil
import sys
from pathlib import Path

import torch
from transformers import AutoModel

PADDED = 256
MASKED = -1e9
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
COPIED = (
    "config.json",
    "special_tokens_map.json",
    "tokenizer_config.json",
    "tokenizer.json",
    "vocab.txt",
)


class Encoder(torch.nn.Module):
    """The model without its pooling."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.model = AutoModel.from_pretrained(
            folder, local_files_only=True, attn_implementation="eager"
        ).eval()

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor
    ) -> torch.Tensor:
        """Return the last layer."""
        # As a sum: of a mask of ones and zeros the exporter makes something else.
        added = (1 - mask[:, None, None, :].float()) * MASKED
        output = self.model(input_ids=ids, attention_mask=added, token_type_ids=types)
        last: torch.Tensor = output.last_hidden_state
        return last


def main() -> None:
    """Write the file, and beside it what chromadb looks for."""
    model, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    texts = torch.ones((2, PADDED), dtype=torch.int64)
    batch = {0: torch.export.Dim("batch", min=1, max=64)}
    torch.onnx.export(
        Encoder(model),
        # Of its own each: one tensor given twice becomes one input.
        (texts, texts.clone(), texts * 0),
        str(folder / "model.onnx"),
        input_names=list(INPUTS),
        output_names=["last_hidden_state"],
        dynamic_shapes={"ids": batch, "mask": batch, "types": batch},
        dynamo=True,
        external_data=False,
    )
    for name in COPIED:
        shutil.copy(model / name, folder / name)


if __name__ == "__main__":
    main()
