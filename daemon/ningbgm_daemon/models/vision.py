"""A vision-language model of this machine through transformers: pictures described in a form."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import llguidance.hf
import torch
import transformers
from PIL import Image

from ningbgm_agents.errors import ModelError

from .fitted import UNREADABLE, FittedModel, unreadable
from .forms import Deadline, Forms
from .steps import Step
from .viewer import PictureAnswer

_LEAST_ROOM = 64


@dataclass(frozen=True)
class Sight:
    """A picture and the question about it."""

    picture: Image.Image
    prompt: str


class VisionModel:
    """A checkpoint in the format of transformers, loaded by its folder.

    Raises:
        ModelError: it cannot be loaded, or the memory does not suffice in any way.
    """

    def __init__(self, folder: Path, free_bytes: int) -> None:
        try:
            self._processor = transformers.AutoProcessor.from_pretrained(folder, local_files_only=True)
            self._tokenizer = self._processor.tokenizer
            self._tokenizer.padding_side = "left"
            if self._tokenizer.pad_token is None:
                self._tokenizer.pad_token = self._tokenizer.eos_token
        except UNREADABLE as error:
            raise unreadable(folder, error) from error
        self._fitted = FittedModel(folder, free_bytes, transformers.AutoModelForImageTextToText)
        vocabulary = int(self._fitted.model.get_output_embeddings().weight.shape[0])
        self._guide = llguidance.hf.from_tokenizer(self._tokenizer, n_vocab=vocabulary)

    def describe(
        self, sights: Sequence[Sight], schema: str, most_tokens: int, limit_s: float
    ) -> list[PictureAnswer]:
        """The most likely reply of the schema for each picture.

        Raises:
            ModelError: the time is over before every reply is whole, or the memory does not suffice.
        """
        deadline = time.monotonic() + limit_s

        def work(some: Sequence[Sight], step: Step) -> list[PictureAnswer]:
            return self._described(some, step, schema, most_tokens, deadline)

        answers, notes = self._fitted.in_batches(sights, work)
        notes = (*self._fitted.notes, *notes)
        return [PictureAnswer(answer.text, answer.confidence, notes) for answer in answers]

    def _described(
        self, sights: Sequence[Sight], step: Step, schema: str, most_tokens: int, deadline: float
    ) -> list[PictureAnswer]:
        model = self._fitted.model
        asked = self._processor(
            text=[self._prompt(sight.prompt) for sight in sights],
            images=[[sight.picture] for sight in sights],
            padding=True,
            return_tensors="pt",
        ).to(step.device, dtype=model.dtype)
        length = int(asked["input_ids"].shape[1])
        room = _reads(model) - length
        if room < _LEAST_ROOM:
            raise ModelError(f"the question has {length} tokens, more than the model reads")
        forms = Forms(self._guide, schema, length, len(sights))
        ending = Deadline(deadline, forms)
        with torch.inference_mode():
            written = model.generate(
                **asked,
                max_new_tokens=min(most_tokens, room),
                do_sample=False,
                num_beams=1,
                pad_token_id=self._tokenizer.pad_token_id,
                logits_processor=transformers.LogitsProcessorList([forms]),
                stopping_criteria=transformers.StoppingCriteriaList([ending]),
            )
        if ending.over and not all(forms.whole):
            raise ModelError(f"it described {len(sights)} pictures and was not done in time")
        texts = self._tokenizer.batch_decode(written[:, length:], skip_special_tokens=True)
        return [
            PictureAnswer(text, round(sure, 4)) for text, sure in zip(texts, forms.confidences, strict=True)
        ]

    def _prompt(self, words: str) -> str:
        """The question in the model's own manner, or plainly where it has none."""
        if getattr(self._processor, "chat_template", None):
            content = [{"type": "image"}, {"type": "text", "text": words}]
            turns = [{"role": "user", "content": content}]
            return str(self._processor.apply_chat_template(turns, tokenize=False, add_generation_prompt=True))
        return f"{getattr(self._processor, 'image_token', '<image>')}\n{words}\n"


def _reads(model: transformers.PreTrainedModel) -> int:
    """How many tokens a model reads and writes at most."""
    text = model.config.get_text_config()
    return int(getattr(text, "max_position_embeddings", 0) or 1 << 30)
