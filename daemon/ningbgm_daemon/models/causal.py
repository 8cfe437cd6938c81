"""A language model of this machine through transformers, made to reply in the form that is asked for.

The constraint is llguidance's: at each step only those tokens are let through with which the reply can still
become JSON of the schema. So even a small model, or a silly one, replies in form.
"""

from __future__ import annotations

import gc
import time
from pathlib import Path

import llguidance
import llguidance.hf
import numpy as np
import torch
import transformers
from llguidance.numpy import allocate_token_bitmask, fill_next_token_bitmask
from safetensors import SafetensorError

from ningbgm_agents.errors import ModelError
from ningbgm_agents.thought import Question, Reply

from .on_disk import parameters_of
from .steps import Device, Step, stepped_down, steps_for

_UNREADABLE = (OSError, ValueError, KeyError, RuntimeError, AttributeError, SafetensorError)
"""What libraries raise over a folder that holds no whole model."""


class CausalModel:
    """A checkpoint in the format of transformers, loaded by its folder; nothing is fetched from anywhere.

    Raises:
        ModelError: it cannot be loaded, or the memory does not suffice in any way.
    """

    def __init__(self, folder: Path, free_bytes: int) -> None:
        gpu, gpu_free = _gpu()
        steps = steps_for(parameters_of(folder), gpu, gpu_free, free_bytes)
        try:
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
            self._model, self._step, self.notes = stepped_down(
                steps, lambda step: _loaded(folder, step), _is_out_of_memory
            )
            self._guide = llguidance.hf.from_tokenizer(self._tokenizer, n_vocab=self._vocabulary)
        except _UNREADABLE as error:
            raise ModelError(f"{folder} cannot be loaded: {' '.join(str(error).split())[:300]}") from error
        self._folder, self._later = folder, steps[steps.index(self._step) + 1 :]

    @property
    def _vocabulary(self) -> int:
        """How many tokens the model chooses among, which may be more than its tokenizer knows."""
        return int(self._model.get_output_embeddings().weight.shape[0])

    def reply(self, question: Question, limit_s: float) -> Reply:
        """The most likely reply of the schema; where memory runs out, once more in a smaller way.

        Raises:
            ModelError: the time is over before the reply is whole, or the memory does not suffice.
        """
        start = time.monotonic()
        steps = (self._step, *self._later)
        made, step, notes = stepped_down(
            steps, lambda step: self._generate(question, step, start + limit_s), _is_out_of_memory
        )
        text, tokens_in, tokens_out = made
        told = f"It thought {step.told}."
        seconds = round(time.monotonic() - start, 4)
        return Reply(text, tokens_in, tokens_out, seconds, (*self.notes, *notes, told))

    def _generate(self, question: Question, step: Step, deadline: float) -> tuple[str, int, int]:
        if step != self._step:
            self._move(step)
        prompt = self._tokenizer(self._prompt(question), return_tensors="pt").to(step.device)
        length = prompt["input_ids"].shape[1]
        room = int(getattr(self._model.config, "max_position_embeddings", 0) or 1 << 30) - length
        if room < 64:
            raise ModelError(f"the question has {length} tokens, more than the model reads")
        form = _Form(self._guide, question.schema, length)
        with torch.inference_mode():
            written = self._model.generate(
                input_ids=prompt["input_ids"],
                attention_mask=prompt["attention_mask"],
                max_new_tokens=min(question.most_tokens, room),
                do_sample=False,
                num_beams=1,
                pad_token_id=self._tokenizer.pad_token_id or self._tokenizer.eos_token_id,
                logits_processor=transformers.LogitsProcessorList([form]),
                stopping_criteria=transformers.StoppingCriteriaList([_Deadline(deadline, form)]),
            )
        tokens = written[0, length:].tolist()
        if time.monotonic() > deadline and not form.whole:
            raise ModelError(f"it wrote {len(tokens)} tokens and was not done in time")
        return self._tokenizer.decode(tokens, skip_special_tokens=True), length, len(tokens)

    def _prompt(self, question: Question) -> str:
        """The exchange in the model's own manner, or plainly where it has none."""
        if self._tokenizer.chat_template:
            turns = [{"role": "system", "content": question.instructions}]
            roles = {"user": "user", "model": "assistant"}
            turns += [{"role": roles[speaker], "content": words} for speaker, words in question.turns]
            made = self._tokenizer.apply_chat_template(
                turns, tokenize=False, add_generation_prompt=True, enable_thinking=False
            )
            return str(made)
        return "\n\n".join((question.instructions, *(words for _, words in question.turns), ""))

    def _move(self, step: Step) -> None:
        """Load the model anew in a smaller way."""
        del self._model
        _free()
        self._model = _loaded(self._folder, step)
        self._step, self._later = step, self._later[self._later.index(step) + 1 :]


class _Form:
    """Lets only tokens through that keep the reply in the form."""

    def __init__(self, guide: llguidance.LLTokenizer, schema: str, prompt_length: int) -> None:
        grammar = llguidance.LLMatcher.grammar_from_json_schema(schema, {"whitespace_flexible": False})
        self._matcher = llguidance.LLMatcher(guide, grammar)
        if self._matcher.is_error():
            raise ModelError(f"the form cannot be constrained: {self._matcher.get_error()[:200]}")
        self._mask = allocate_token_bitmask(1, guide.vocab_size)
        self._read = prompt_length

    @property
    def whole(self) -> bool:
        """Whether the reply is complete."""
        return bool(self._matcher.is_stopped())

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        for token in input_ids[0, self._read :].tolist():
            self._matcher.consume_token(token)
        self._read = input_ids.shape[1]
        fill_next_token_bitmask(self._matcher, self._mask)
        bits = np.unpackbits(self._mask.view(np.uint8), bitorder="little")[: scores.shape[1]]
        forbidden = torch.from_numpy(bits == 0).to(scores.device)
        return scores.masked_fill(forbidden, float("-inf"))


class _Deadline:
    """Ends the writing when its time is over, or when the reply is whole."""

    def __init__(self, deadline: float, form: _Form) -> None:
        self._deadline, self._form = deadline, form

    def __call__(
        self, input_ids: torch.LongTensor, scores: torch.FloatTensor, **_: object
    ) -> torch.BoolTensor:
        over = time.monotonic() > self._deadline or self._form.whole
        return torch.full((input_ids.shape[0],), over, dtype=torch.bool, device=input_ids.device)


def _loaded(folder: Path, step: Step) -> transformers.PreTrainedModel:
    model = transformers.AutoModelForCausalLM.from_pretrained(
        folder, local_files_only=True, dtype=getattr(torch, step.precision)
    )
    return model.to(step.device).eval()


def _gpu() -> tuple[Device | None, int]:
    """The GPU and its free memory in bytes."""
    if torch.cuda.is_available():
        return "cuda", int(torch.cuda.mem_get_info()[0])
    if torch.backends.mps.is_available():
        return "mps", int(torch.mps.recommended_max_memory())
    return None, 0


def _is_out_of_memory(error: Exception) -> bool:
    return isinstance(error, torch.OutOfMemoryError) or "allocate memory" in str(error)


def _free() -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
