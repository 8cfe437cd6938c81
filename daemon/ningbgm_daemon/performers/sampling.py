"""Chance that belongs to one passage: the same whoever is computed beside it."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import transformers

from .passage import Tell

_TOP_K = 250
"""How many of the likeliest tokens are drawn from: MusicGen's own default."""


class OwnChance:
    """Draws each row's next tokens with a source of its own, and tells how far the passage is.

    To draw from a distribution is to add Gumbel noise to its logarithms and take the largest (Gumbel, 1954;
    Maddison et al., A* Sampling, 2014), which is what greedy decoding then does.
    """

    def __init__(
        self,
        seeds: Sequence[int],
        codebooks: int,
        device: torch.device,
        first: int,
        token_count: int,
        tell: Tell,
    ) -> None:
        self._sources = [torch.Generator(device).manual_seed(seed % 2**63) for seed in seeds]
        self._codebooks, self._first, self._token_count = codebooks, first, token_count
        self._tell = tell

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        """The logarithms with their noise, shape (rows * codebooks, tokens); `input_ids` are those so far."""
        self._tell(min(1.0, max(0, input_ids.shape[1] - 1 - self._first) / self._token_count))
        scores = scores.float()
        kept = min(_TOP_K, scores.shape[-1])
        least = scores.topk(kept).values[:, -1:]
        noise = torch.empty_like(scores)
        for row, source in enumerate(self._sources):
            noise[row * self._codebooks : (row + 1) * self._codebooks].exponential_(generator=source)
        return scores.masked_fill(scores < least, float("-inf")) - noise.log()


class SampledLast(transformers.LogitsProcessorList):  # type: ignore[misc] # its types are not looked at
    """Keeps its last one last: `generate` appends the guidance by the prompt, which comes before drawing."""

    def append(self, processor: object) -> None:
        """Put a processor before the last."""
        self.insert(len(self) - 1, processor)
