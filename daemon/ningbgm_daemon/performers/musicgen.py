"""MusicGen and MusicGen Melody through transformers.

What is continued is encoded here and given as the decoder's first tokens, in both models alike. Each passage
has a source of randomness of its own, so that who is played beside it changes nothing in its sound.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np
import numpy.typing as npt
import torch
import transformers
from safetensors import SafetensorError

from ningbgm_agents.errors import ModelError
from ningbgm_daemon.models.accelerator import find_gpu, is_out_of_memory, release
from ningbgm_daemon.models.on_disk import parameters_of
from ningbgm_daemon.models.steps import Step, stepped_down, steps_for
from ningbgm_daemon.models.weights import fingerprint_of

from .chroma import one_hot
from .engines import Checkpoint
from .passage import Facts, Passage, Tell
from .sampling import OwnChance, SampledLast

LONGEST_S = 30.0
"""What MusicGen was trained on at once."""
_FEWEST_FRAMES = 8
"""Shorter passages are played this long and cut: the delay between the codebooks needs some frames."""
_MOST_PROMPT_TOKENS = 128
_MELODY_HOP = 4096
"""Samples of a step of the melody that MusicGen Melody reads (its feature extractor's `hop_length`)."""
_GUIDANCE = 3.0
"""How strongly the prompt is followed, where the checkpoint does not say; the makers' own default."""
_MOST_ROWS = 8
_UNREADABLE = (OSError, ValueError, KeyError, RuntimeError, AttributeError, SafetensorError)
"""What libraries raise over a folder that holds no whole model."""


@dataclass(frozen=True)
class Way(Step):
    """A way to run the model, with so many passages at once."""

    rows: int = 1

    @property
    def told(self) -> str:
        """In words: 'on the GPU in bfloat16, 8 at once'."""
        return super().told + (f", {self.rows} at once" if self.rows > 1 else "")


class Musicgen:
    """A checkpoint in the format of transformers, loaded by its folder; nothing is fetched from anywhere.

    `batch_size` is how many passages are computed at once; by itself 1 on the processor, and on a GPU what
    its memory bears.

    Raises:
        ModelError: it cannot be loaded, or the memory does not suffice in any way.
    """

    def __init__(self, checkpoint: Checkpoint, free_bytes: int, batch_size: int | None = None) -> None:
        self._checkpoint, self._fingerprint = checkpoint, fingerprint_of(checkpoint.folder)
        gpu, gpu_free = find_gpu()
        transformers.utils.logging.disable_progress_bar()
        transformers.utils.logging.set_verbosity_error()
        try:
            config = transformers.AutoConfig.from_pretrained(checkpoint.folder, local_files_only=True)
            steps = steps_for(parameters_of(checkpoint.folder), gpu, gpu_free, free_bytes)
            ways = _ways(steps, config, gpu_free, parameters_of(checkpoint.folder), batch_size)
            self._tokenizer = transformers.AutoTokenizer.from_pretrained(
                checkpoint.folder, local_files_only=True
            )
            self._model, self._way, _ = stepped_down(ways, self._loaded, is_out_of_memory)
        except _UNREADABLE as error:
            raise ModelError(
                f"{checkpoint.folder} cannot be loaded: {' '.join(str(error).split())[:300]}"
            ) from error
        self._later = ways[ways.index(self._way) + 1 :]
        self._follows_melody = "MusicgenMelody" in type(self._model).__name__
        self._codebooks = int(self._model.config.decoder.num_codebooks)
        self._channels = int(self._model.config.decoder.audio_channels)
        codec = self._model.config.audio_encoder
        self._hop = int(np.prod(codec.upsampling_ratios))
        self._rate_hz = int(codec.sampling_rate)

    @property
    def facts(self) -> Facts:
        """Who plays, and how just now."""
        return Facts(
            name=self._checkpoint.name,
            engine=f"transformers {transformers.__version__}",
            licence=self._checkpoint.licence,
            noncommercial=self._checkpoint.noncommercial,
            guidances=("melody", "continuation") if self._follows_melody else ("continuation",),
            sample_rate_hz=self._rate_hz,
            channel_count=self._channels,
            longest_s=LONGEST_S,
            device=self._way.told,
            batch_size=self._way.rows,
            fingerprint=self._fingerprint,
        )

    def play(self, passages: Sequence[Passage], tell: Tell) -> list[npt.NDArray[np.float32]]:
        """The sound of passages of one size; where memory runs out, once more in a smaller way."""
        ways = (self._way, *self._later)
        sounds, _, _ = stepped_down(ways, lambda way: self._played(way, passages, tell), is_out_of_memory)
        return sounds

    def _played(self, way: Way, passages: Sequence[Passage], tell: Tell) -> list[npt.NDArray[np.float32]]:
        if way != self._way or self._model is None:
            self._move(way)
        sounds: list[npt.NDArray[np.float32]] = [np.zeros((0, self._channels), np.float32)] * len(passages)
        batches = self._batches(passages)
        for done, batch in enumerate(batches):

            def tell_all(share: float, done: int = done) -> None:
                tell((done + share) / len(batches))

            made = self._generate([passages[index] for index in batch], tell_all)
            for index, sound in zip(batch, made, strict=True):
                sounds[index] = sound
        return sounds

    def _batches(self, passages: Sequence[Passage]) -> list[list[int]]:
        """Places of the passages that are computed together; those of one whose prompts are as long."""
        kinds: defaultdict[object, list[int]] = defaultdict(list)
        for place, passage in enumerate(passages):
            kinds[len(self._tokens(passage.prompt)), len(passage.chroma) > 0].append(place)
        rows = self._way.rows
        return [kind[at : at + rows] for kind in kinds.values() for at in range(0, len(kind), rows)]

    def _generate(self, passages: Sequence[Passage], tell: Tell) -> list[npt.NDArray[np.float32]]:
        """Compute always as many rows, or the number of those beside it would be heard in a passage."""
        rows = [*passages, *[passages[0]] * (self._way.rows - len(passages))]
        count = rows[0].sample_count
        continued = self._frames_of(rows)
        first = continued.shape[-1] if continued is not None else 0
        frames = max(_FEWEST_FRAMES, ceil(count / self._hop))
        device = torch.device(self._way.device)
        delay = self._codebooks // self._channels - 1
        chance = OwnChance([row.seed for row in rows], self._codebooks, device, first, frames + delay, tell)
        ids = torch.tensor([self._tokens(row.prompt) for row in rows], device=device)
        asked: dict[str, torch.Tensor] = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
        if continued is not None:
            asked["decoder_input_ids"] = continued.reshape(-1, first)
        if self._follows_melody and len(rows[0].chroma):
            asked["input_features"] = self._melodies(rows, (first + frames) * self._hop).to(device)
        with torch.inference_mode():
            made = self._model.generate(
                **asked,
                generation_config=self._manner(frames + delay),
                logits_processor=SampledLast([chance]),
            )
        start = first * self._hop
        sound = made[: len(passages), :, start : start + count].float().cpu().numpy()
        return [np.ascontiguousarray(one.T) for one in sound]

    def _frames_of(self, rows: Sequence[Passage]) -> torch.Tensor | None:
        """What is continued as tokens, shape (rows, codebooks, frames); None where there is nothing.

        Its beginning, as far as it is no whole frame, is dropped: so it ends where the passage begins.
        """
        whole = rows[0].continued.size // self._hop * self._hop
        if not whole:
            return None
        waves = np.stack([row.continued[-whole:] for row in rows])[:, None]
        sound = torch.from_numpy(waves).to(self._way.device)
        with torch.inference_mode():
            codes = self._model.audio_encoder.encode(sound).audio_codes[0]
        return codes.repeat_interleave(self._channels, dim=1) if self._channels > 1 else codes

    def _melodies(self, rows: Sequence[Passage], sample_count: int) -> torch.Tensor:
        """The guides as the model reads them, shape (rows, steps, 12)."""
        steps = max(1, round(sample_count / _MELODY_HOP))
        guides = np.stack([one_hot(row.chroma, steps) for row in rows])
        return torch.from_numpy(guides).to(getattr(torch, self._way.precision))

    def _tokens(self, prompt: str) -> list[int]:
        ids = self._tokenizer(prompt, truncation=True, max_length=_MOST_PROMPT_TOKENS)["input_ids"]
        return [int(token) for token in ids]

    def _manner(self, token_count: int) -> transformers.GenerationConfig:
        """Tokens are chosen by `OwnChance`; what is left to choose is the likeliest."""
        manner = copy.deepcopy(self._model.generation_config)
        manner.update(
            do_sample=False,
            temperature=None,
            top_k=None,
            top_p=None,
            guidance_scale=manner.guidance_scale or _GUIDANCE,
            max_length=None,
            max_new_tokens=token_count,
        )
        return manner

    def _loaded(self, way: Way) -> transformers.PreTrainedModel:
        config = transformers.AutoConfig.from_pretrained(self._checkpoint.folder, local_files_only=True)
        kind = getattr(transformers, config.architectures[0])
        model = kind.from_pretrained(
            self._checkpoint.folder,
            local_files_only=True,
            use_safetensors=True,
            dtype=getattr(torch, way.precision),
        )
        model.audio_encoder.float()  # it is small, and what is heard is its sound
        return model.to(way.device).eval()

    def _move(self, way: Way) -> None:
        """Go on in a smaller way: with fewer rows, or loaded anew elsewhere."""
        if self._model is None or replace(way, rows=1) != replace(self._way, rows=1):
            self._model = None
            release()
            self._model = self._loaded(way)
        release()
        ways = (self._way, *self._later)
        self._way, self._later = way, ways[ways.index(way) + 1 :]


def _ways(
    steps: Sequence[Step],
    config: transformers.PretrainedConfig,
    gpu_free: int,
    parameters: int,
    batch_size: int | None,
) -> tuple[Way, ...]:
    """The steps, on a GPU first with all the rows that fit, then with half of them, and so on."""
    ways: list[Way] = []
    for step in steps:
        rows = batch_size or (
            1 if step.device == "cpu" else _rows(config, gpu_free - step.bytes_of(parameters))
        )
        while rows:
            ways.append(Way(step.device, step.precision, rows))
            rows //= 2
    return tuple(ways)


def _rows(config: transformers.PretrainedConfig, free: int) -> int:
    """How many passages of full length fit: what is remembered of each token, with and without the prompt."""
    decoder = config.decoder
    tokens = LONGEST_S * config.audio_encoder.frame_rate
    remembered = 2 * 2 * decoder.num_hidden_layers * decoder.hidden_size * 2 * tokens
    return int(max(1, min(_MOST_ROWS, free // (1.5 * remembered))))
