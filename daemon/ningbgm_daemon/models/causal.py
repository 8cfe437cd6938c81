"""A language model of this machine through transformers, made to reply in the form that is asked for."""

from __future__ import annotations

import time
from pathlib import Path

import llguidance.hf
import torch
import transformers
from safetensors import SafetensorError

from ningbgm_agents.errors import ModelError
from ningbgm_agents.thought import Question, Reply

from .accelerator import find_gpu, is_out_of_memory, release
from .forms import Deadline, Forms
from .on_disk import parameters_of
from .steps import Step, stepped_down, steps_for

_UNREADABLE = (OSError, ValueError, KeyError, RuntimeError, AttributeError, SafetensorError)
"""What libraries raise over a folder that holds no whole model."""


class CausalModel:
    """A checkpoint in the format of transformers, loaded by its folder; nothing is fetched from anywhere.

    Raises:
        ModelError: it cannot be loaded, or the memory does not suffice in any way.
    """

    def __init__(self, folder: Path, free_bytes: int) -> None:
        gpu, gpu_free = find_gpu()
        steps = steps_for(parameters_of(folder), gpu, gpu_free, free_bytes)
        self._folder = folder
        try:
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
            self._model, self._step, self.notes = stepped_down(steps, self._loaded, is_out_of_memory)
            self._guide = llguidance.hf.from_tokenizer(self._tokenizer, n_vocab=self._vocabulary)
        except _UNREADABLE as error:
            raise ModelError(f"{folder} cannot be loaded: {' '.join(str(error).split())[:300]}") from error
        self._later = steps[steps.index(self._step) + 1 :]

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
            steps, lambda step: self._generate(question, step, start + limit_s), is_out_of_memory
        )
        text, tokens_in, tokens_out = made
        told = f"It thought {step.told}."
        seconds = round(time.monotonic() - start, 4)
        return Reply(text, tokens_in, tokens_out, seconds, (*self.notes, *notes, told))

    def _generate(self, question: Question, step: Step, deadline: float) -> tuple[str, int, int]:
        if step != self._step or self._model is None:
            self._move(step)
        prompt = self._tokenizer(self._prompt(question), return_tensors="pt").to(step.device)
        length = prompt["input_ids"].shape[1]
        room = int(getattr(self._model.config, "max_position_embeddings", 0) or 1 << 30) - length
        if room < 64:
            raise ModelError(f"the question has {length} tokens, more than the model reads")
        forms = Forms(self._guide, question.schema, length)
        ending = Deadline(deadline, forms)
        with torch.inference_mode():
            written = self._model.generate(
                input_ids=prompt["input_ids"],
                attention_mask=prompt["attention_mask"],
                max_new_tokens=min(question.most_tokens, room),
                do_sample=False,
                num_beams=1,
                pad_token_id=self._tokenizer.pad_token_id or self._tokenizer.eos_token_id,
                logits_processor=transformers.LogitsProcessorList([forms]),
                stopping_criteria=transformers.StoppingCriteriaList([ending]),
            )
        tokens = written[0, length:].tolist()
        if ending.over and not all(forms.whole):
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
        """Load the model anew, in a smaller way or where the last load ran out of memory."""
        self._model = None
        release()
        self._model = self._loaded(step)
        steps = (self._step, *self._later)
        self._step, self._later = step, steps[steps.index(step) + 1 :]

    def _loaded(self, step: Step) -> transformers.PreTrainedModel:
        model = transformers.AutoModelForCausalLM.from_pretrained(
            self._folder, local_files_only=True, dtype=getattr(torch, step.precision)
        )
        return model.to(step.device).eval()
