"""What audiocraft 1.3.0 imports and MusicGen hardly uses, so that it runs beside today's torch.

Its own pins (torch 2.1, torchaudio, xformers, spacy, av 11, demucs) cannot be installed on a present Python.
To play, MusicGen needs of them one spectrogram and the names of some classes; those are here. They go into
`sys.modules`, which is why this runs in a process of its own.
"""

from __future__ import annotations

import re
import sys
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType

import torch


class Spectrogram(torch.nn.Module):  # type: ignore[misc] # its types are not looked at
    """As `torchaudio.transforms.Spectrogram` with what audiocraft's chroma asks of it."""

    def __init__(
        self,
        n_fft: int = 400,
        win_length: int | None = None,
        hop_length: int | None = None,
        power: float = 2.0,
        center: bool = True,
        pad: int = 0,
        normalized: bool = False,
    ) -> None:
        super().__init__()
        self._n_fft, self._win_length = n_fft, win_length or n_fft
        self._hop_length = hop_length or self._win_length // 2
        self._power, self._center, self._pad, self._normalized = power, center, pad, normalized
        self.register_buffer("window", torch.hann_window(self._win_length))

    def forward(self, sound: torch.Tensor) -> torch.Tensor:
        """Sound of shape (..., samples) to powers of shape (..., bins, steps)."""
        window: torch.Tensor = self.window
        padded = torch.nn.functional.pad(sound, (self._pad, self._pad))
        waves = torch.stft(
            padded.reshape(-1, padded.shape[-1]),
            self._n_fft,
            self._hop_length,
            self._win_length,
            window,
            center=self._center,
            return_complex=True,
        )
        powers = waves.reshape(*sound.shape[:-1], *waves.shape[-2:])
        if self._normalized:
            powers = powers / window.square().sum().sqrt()
        return powers.abs() ** self._power


class LowerTriangularMask:
    """Its checkpoints say `memory_efficient`, for which this is made; torch's own attention then does it."""


class _Words:
    """As a spacy model that only takes texts apart; audiocraft's debug model alone asks for it."""

    def __call__(self, text: str) -> list[_Word]:
        return [_Word(word) for word in re.findall(r"\w+|[^\w\s]", text)]


class _Word:
    is_stop = False

    def __init__(self, text: str) -> None:
        self.text = self.lemma_ = text
        self.is_punct = not any(sign.isalnum() for sign in text)


class Separator(torch.nn.Module):  # type: ignore[misc] # as above
    """In place of demucs: the guides of our stems are melodies already, and nothing is to be taken out."""

    sources = ("drums", "bass", "other", "vocals")


def install() -> None:
    """Put the stand-ins where audiocraft looks, each where the real one is not installed."""
    unasked = torch.nn.Identity  # its training and its file writer ask for these
    transforms = {"Spectrogram": Spectrogram, "MelSpectrogram": unasked, "Loudness": unasked}
    _stand_in("torchaudio", {"transforms": transforms})
    _stand_in(
        "xformers",
        {
            "ops": {
                "unbind": torch.unbind,
                "memory_efficient_attention": _unasked,
                "LowerTriangularMask": LowerTriangularMask,
            }
        },
    )
    _stand_in("spacy", {"load": lambda _name: _Words(), "util": {"is_package": lambda _name: True}})
    _stand_in("av", {})
    _stand_in("demucs", {"pretrained": {"get_model": lambda _name: Separator()}})


def _unasked(*_: object, **__: object) -> torch.Tensor:
    raise NotImplementedError("torch's own attention is used")


def _stand_in(name: str, content: dict[str, object]) -> None:
    """A module of a name with what is in it; dictionaries become modules within."""
    if name in sys.modules or ("." not in name and find_spec(name) is not None):
        return
    module = ModuleType(name, "A stand-in.")
    module.__spec__ = ModuleSpec(name, None)  # some libraries look for it
    sys.modules[name] = module
    for key, value in content.items():
        if isinstance(value, dict):
            _stand_in(f"{name}.{key}", value)
            value = sys.modules[f"{name}.{key}"]
        setattr(module, key, value)
