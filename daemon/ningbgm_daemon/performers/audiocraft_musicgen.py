"""MusicGen through audiocraft, in an environment of its own.

audiocraft draws all rows of a batch from one source of randomness, so passages are played one at a time.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch

from ningbgm_agents.errors import ModelError
from ningbgm_daemon.models.accelerator import find_gpu, is_out_of_memory, release
from ningbgm_daemon.models.steps import Step, stepped_down
from ningbgm_daemon.models.weights import fingerprint_of

from . import audiocraft_stand_ins
from .engines import DEBUG, Checkpoint
from .passage import Facts, Passage, Tell

if TYPE_CHECKING:
    from audiocraft.models import MusicGen

_CONDITIONER = "self_wav"
"""Its name for what follows a melody."""
_LOWEST_HZ = 261.626
"""Middle C: guides are sung between it and the next one."""
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, RuntimeError, AttributeError, AssertionError)


class _Place(Step):
    """audiocraft's GPU precision is float16."""

    @property
    def told(self) -> str:
        """In words: 'on the GPU in float16'."""
        return super().told.replace("bfloat16", "float16")


class AudiocraftMusicgen:
    """A checkpoint in audiocraft's own format, loaded by its folder; or its debug model, which plays noise.

    Raises:
        ModelError: it cannot be loaded.
    """

    def __init__(self, checkpoint: Checkpoint) -> None:
        audiocraft_stand_ins.install()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts of torch that it uses and that are old
            import audiocraft

        self._checkpoint, self._version = checkpoint, audiocraft.__version__
        self._fingerprint = "" if checkpoint.name == DEBUG else fingerprint_of(checkpoint.folder)
        self._kind = audiocraft.models.MusicGen
        places = [_Place("cuda", "bfloat16")] if find_gpu()[0] == "cuda" else []
        self._places: tuple[_Place, ...] = (*places, _Place("cpu", "float32"))
        try:
            self._model, self._place, _ = stepped_down(self._places, self._loaded, is_out_of_memory)
        except _UNREADABLE as error:
            raise ModelError(
                f"{checkpoint.name} cannot be loaded: {' '.join(str(error).split())[:300]}"
            ) from error
        self._follows_melody = _CONDITIONER in self._model.lm.condition_provider.conditioners

    @property
    def facts(self) -> Facts:
        """Who plays, and how just now."""
        return Facts(
            name=self._checkpoint.name,
            engine=f"audiocraft {self._version}",
            licence=self._checkpoint.licence,
            noncommercial=self._checkpoint.noncommercial,
            guidances=("melody", "continuation") if self._follows_melody else ("continuation",),
            sample_rate_hz=int(self._model.sample_rate),
            channel_count=int(self._model.audio_channels),
            longest_s=float(self._model.max_duration),
            device=self._place.told,
            fingerprint=self._fingerprint,
        )

    def play(self, passages: Sequence[Passage], tell: Tell) -> list[npt.NDArray[np.float32]]:
        """The sound of passages, one after another; where the GPU's memory runs out, on the processor."""
        return [self._play(passage, tell) for passage in passages]

    def _play(self, passage: Passage, tell: Tell) -> npt.NDArray[np.float32]:
        places = self._places[self._places.index(self._place) :]
        sound, _, _ = stepped_down(
            places, lambda place: self._generate(place, passage, tell), is_out_of_memory
        )
        return sound

    def _generate(self, place: _Place, passage: Passage, tell: Tell) -> npt.NDArray[np.float32]:
        if place != self._place or self._model is None:
            self._model = None
            release()
            self._model, self._place = self._loaded(place), place
        model = self._model
        hop = round(model.sample_rate / model.frame_rate)
        first = passage.continued.size // hop
        frames = first + math.ceil(passage.sample_count / hop)
        model.set_custom_progress_callback(lambda done, all_: tell(min(1.0, done / max(1, all_))))
        duration = math.nextafter(frames / model.frame_rate, math.inf)
        model.set_generation_params(duration=min(duration, model.max_duration))
        torch.manual_seed(passage.seed % 2**63)
        attributes, tokens = model._prepare_tokens_and_attributes(
            [passage.prompt], self._continued(passage, first * hop), self._melody(passage, frames * hop)
        )
        with torch.inference_mode():
            made = model.generate_audio(model._generate_tokens(attributes, tokens, progress=True))
        sound = made[0, :, first * hop : first * hop + passage.sample_count].float().cpu().numpy()
        return np.ascontiguousarray(sound.T)

    def _continued(self, passage: Passage, whole: int) -> torch.Tensor | None:
        """What is continued, shape (1, channels, samples), so long that it ends where the passage begins."""
        if not whole:
            return None
        sound = torch.from_numpy(passage.continued[-whole:].copy())
        return sound.expand(1, self._model.audio_channels, whole)

    def _melody(self, passage: Passage, sample_count: int) -> list[torch.Tensor] | None:
        """The guide as a sound, which is what audiocraft takes and reads the pitch classes from again."""
        if not self._follows_melody or not len(passage.chroma):
            return None
        return [torch.from_numpy(sung(passage.chroma, sample_count, int(self._model.sample_rate)))[None]]

    def _loaded(self, place: _Place) -> MusicGen:
        name = DEBUG if self._checkpoint.name == DEBUG else str(self._checkpoint.folder)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = self._kind.get_pretrained(name, device=place.device)
        conditioners = model.lm.condition_provider.conditioners
        if _CONDITIONER in conditioners:
            conditioners[_CONDITIONER]._get_stemmed_wav = lambda sound, _rate_hz: sound.mean(1, keepdim=True)
        return model


def sung(chroma: npt.NDArray[np.float32], sample_count: int, rate_hz: int) -> npt.NDArray[np.float32]:
    """The strongest pitch class of each step as a sine, shape (samples,); silent where nothing sounds."""
    step = np.arange(sample_count) * len(chroma) // sample_count
    hz = _LOWEST_HZ * 2 ** (chroma.argmax(axis=1) / len(chroma[0]))
    waves = np.sin(2 * np.pi * np.cumsum(hz[step]) / rate_hz)
    sound: npt.NDArray[np.float32] = (0.5 * waves * (chroma.max(axis=1) > 0)[step]).astype(np.float32)
    return sound
