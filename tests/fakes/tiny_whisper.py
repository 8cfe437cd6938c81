"""A tiny whisper with random weights, built and saved by the test in whisper's own format."""

from __future__ import annotations

from pathlib import Path


def build_tiny_whisper(path: Path, seed: int = 0) -> Path:
    """A checkpoint with the vocabulary of the multilingual models and hardly anything else."""
    import torch
    from whisper.model import ModelDimensions, Whisper

    torch.manual_seed(seed)
    dims = {
        "n_mels": 80,
        "n_audio_ctx": 1500,
        "n_audio_state": 64,
        "n_audio_head": 2,
        "n_audio_layer": 1,
        "n_vocab": 51865,
        "n_text_ctx": 32,
        "n_text_state": 64,
        "n_text_head": 2,
        "n_text_layer": 1,
    }
    model = Whisper(ModelDimensions(**dims))
    torch.nn.init.normal_(model.decoder.positional_embedding, std=0.02)  # it is left unset otherwise
    torch.save({"dims": dims, "model_state_dict": model.state_dict()}, path)
    return path
