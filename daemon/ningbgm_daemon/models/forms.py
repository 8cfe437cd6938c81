"""Replies held to a form while they are written, several at once.

The constraint is llguidance's: at each step only those tokens are let through with which a reply can still
become JSON of the schema. So even a small model, or a silly one, replies in form.
"""

from __future__ import annotations

import math
import time

import llguidance
import numpy as np
import torch
from llguidance.numpy import allocate_token_bitmask, fill_next_token_bitmask

from ningbgm_agents.errors import ModelError


class Forms:
    """Lets only tokens through that keep each of `count` replies in the form.

    It is a logits processor of transformers: called with the tokens so far, int64, shape (count, tokens), and
    the scores of the next one, shape (count, vocabulary).

    Raises:
        ModelError: the form cannot be constrained.
    """

    def __init__(
        self, guide: llguidance.LLTokenizer, schema: str, prompt_length: int, count: int = 1
    ) -> None:
        grammar = llguidance.LLMatcher.grammar_from_json_schema(schema, {"whitespace_flexible": False})
        self._matchers = [llguidance.LLMatcher(guide, grammar) for _ in range(count)]
        if self._matchers[0].is_error():
            raise ModelError(f"the form cannot be constrained: {self._matchers[0].get_error()[:200]}")
        self._mask = allocate_token_bitmask(1, guide.vocab_size)
        self._end, self._read = int(guide.eos_token), prompt_length
        self._chances: torch.Tensor | None = None
        self._choices = [(0.0, 0)] * count

    @property
    def whole(self) -> list[bool]:
        """Which replies are complete."""
        return [bool(matcher.is_stopped()) for matcher in self._matchers]

    @property
    def confidences(self) -> list[float]:
        """Mean chance of each reply's tokens where there was a choice, 0 to 1 (geometric mean)."""
        return [math.exp(total / count) if count else 0.0 for total, count in self._choices]

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        """The scores with every token ruled out that leaves the form."""
        written = input_ids[:, self._read :]
        self._read = input_ids.shape[1]
        self._weigh(written)
        rows = [
            self._allowed(matcher, tokens, scores.shape[1])
            for matcher, tokens in zip(self._matchers, written.tolist(), strict=True)
        ]
        forbidden = torch.from_numpy(~np.stack(rows)).to(scores.device)
        held = scores.masked_fill(forbidden, float("-inf"))
        self._chances = torch.log_softmax(held.float(), dim=-1)
        return held

    def _allowed(self, matcher: llguidance.LLMatcher, tokens: list[int], vocabulary: int) -> np.ndarray:
        """Which tokens may come next, bool, shape (vocabulary,); after a whole reply only its end."""
        for token in tokens:
            if not matcher.is_stopped():
                matcher.consume_token(token)
        if matcher.is_stopped():
            allowed = np.zeros(vocabulary, dtype=bool)
            allowed[self._end] = True
            return allowed
        fill_next_token_bitmask(matcher, self._mask)
        bits = np.unpackbits(self._mask.view(np.uint8), bitorder="little")[:vocabulary]
        return bits.astype(bool)

    def _weigh(self, written: torch.LongTensor) -> None:
        """Note how likely the tokens were that were just written, where others could have been."""
        if self._chances is None or written.shape[1] != 1:
            return
        chances = self._chances.gather(1, written.to(self._chances.device))[:, 0].tolist()
        for row, chance in enumerate(chances):
            total, count = self._choices[row]
            if not self._matchers[row].is_stopped() and chance < -1e-6:
                self._choices[row] = (total + max(chance, -20.0), count + 1)


class Deadline:
    """Ends the writing when its time is over, and each reply when it is whole.

    It is a stopping criterion of transformers.
    """

    def __init__(self, deadline: float, forms: Forms) -> None:
        self._deadline, self._forms = deadline, forms

    @property
    def over(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() > self._deadline

    def __call__(
        self, input_ids: torch.LongTensor, scores: torch.FloatTensor, **_: object
    ) -> torch.BoolTensor:
        """Which replies end here, bool, shape (count,)."""
        ended = [self.over or whole for whole in self._forms.whole]
        return torch.tensor(ended, dtype=torch.bool, device=input_ids.device)
