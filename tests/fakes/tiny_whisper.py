"""Whispers with random weights, tiny or of real size, built and saved in whisper's own format."""

from __future__ import annotations

from pathlib import Path


def build_tiny_whisper(path: Path, seed: int = 0) -> Path:
    """A checkpoint with the vocabulary of the multilingual models and hardly anything else."""
    return _built(path, seed, state=64, heads=2, layers=1, text_ctx=32)


def build_whisper_base(path: Path, seed: int = 0) -> Path:
    """A checkpoint with the dimensions of `base`."""
    return _built(path, seed, state=512, heads=8, layers=6, text_ctx=448)


def _built(path: Path, seed: int, state: int, heads: int, layers: int, text_ctx: int) -> Path:
    import torch
    from whisper.model import ModelDimensions, Whisper

    torch.manual_seed(seed)
    dims = {
        "n_mels": 80,
        "n_audio_ctx": 1500,
        "n_audio_state": state,
        "n_audio_head": heads,
        "n_audio_layer": layers,
        "n_vocab": 51865,
        "n_text_ctx": text_ctx,
        "n_text_state": state,
        "n_text_head": heads,
        "n_text_layer": layers,
    }
    model = Whisper(ModelDimensions(**dims))
    torch.nn.init.normal_(model.decoder.positional_embedding, std=0.02)  # it is left unset otherwise
    torch.save({"dims": dims, "model_state_dict": model.state_dict()}, path)
    return path
