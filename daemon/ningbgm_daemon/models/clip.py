"""A CLIP-like model of this machine through transformers: which texts fit a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
import transformers
from PIL import Image

from .fitted import UNREADABLE, FittedModel, unreadable
from .steps import Step

Vocabulary = Mapping[str, Mapping[str, Sequence[str]]]
"""By kind and word: the texts that describe a picture of it."""
_MOST, _LEAST = 3, 0.1
"""Words of a kind that are told of a picture, and the share from which one is."""


class ClipModel:
    """A checkpoint in the format of transformers, loaded by its folder.

    Raises:
        ModelError: it cannot be loaded, or the memory does not suffice in any way.
    """

    def __init__(self, folder: Path, free_bytes: int) -> None:
        try:
            self._processor = transformers.AutoProcessor.from_pretrained(folder, local_files_only=True)
        except UNREADABLE as error:
            raise unreadable(folder, error) from error
        self._fitted = FittedModel(folder, free_bytes, transformers.AutoModel)

    def tag(
        self, pictures: Sequence[Image.Image], words: Vocabulary, other: Sequence[str]
    ) -> list[list[tuple[str, str, float]]]:
        """The words that fit each picture as (kind, word, share), the best first.

        A word's share is its softmax among all of its kind and `other`, at the temperature that the model was
        trained with; `other` is what fits where no word does.

        Raises:
            ModelError: the memory does not suffice.
        """
        lines = [line for kind in words.values() for word in kind.values() for line in word]

        def work(some: Sequence[Image.Image], step: Step) -> list[torch.Tensor]:
            return list(self._likeness(some, [*lines, *other], step))

        rows, _ = self._fitted.in_batches(pictures, work)
        return [_fitting(row, words) for row in rows]

    def _likeness(self, pictures: Sequence[Image.Image], lines: list[str], step: Step) -> torch.Tensor:
        """How well each line fits each picture, float32, shape (pictures, lines)."""
        model = self._fitted.model
        asked = self._processor(
            text=lines,
            images=list(pictures),
            padding="max_length",
            truncation=True,
            max_length=int(model.config.text_config.max_position_embeddings),
            return_tensors="pt",
        ).to(step.device, dtype=model.dtype)
        with torch.inference_mode():
            return model(**asked).logits_per_image.float().cpu()


def _fitting(row: torch.Tensor, words: Vocabulary) -> list[tuple[str, str, float]]:
    """The words that fit one picture, by its likeness to every line; the lines of `other` come last."""
    values = row.tolist()
    count = sum(len(lines) for kind in words.values() for lines in kind.values())
    nothing = sum(values[count:]) / max(len(values) - count, 1)
    found: list[tuple[str, str, float]] = []
    at = 0
    for kind, named in words.items():
        means = []
        for lines in named.values():
            means.append(sum(values[at : at + len(lines)]) / len(lines))
            at += len(lines)
        shares = torch.softmax(torch.tensor([*means, nothing]), dim=0).tolist()[:-1]
        ranked = sorted(zip(named, shares, strict=True), key=lambda one: -one[1])[:_MOST]
        found += [(kind, word, share) for word, share in ranked if share >= _LEAST]
    return found
