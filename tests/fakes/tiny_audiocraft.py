"""A tiny MusicGen Melody in audiocraft's own format, random weights: `python tiny_audiocraft.py FOLDER`.

It runs in the environment of audiocraft. The conditioner of the melody is the real one; the prompt is read by
the one of audiocraft's debug model, as the real one would want T5.
"""

from __future__ import annotations

import sys
from pathlib import Path

_SEANET = {
    "dimension": 16,
    "channels": 1,
    "causal": False,
    "n_filters": 4,
    "n_residual_layers": 1,
    "ratios": [8, 5, 4, 4],
    "lstm": 0,
    "encoder": {},
    "decoder": {},
}
_CODEC = {
    "compression_model": "encodec",
    "device": "cpu",
    "encodec": {
        "autoencoder": "seanet",
        "quantizer": "rvq",
        "sample_rate": 32_000,
        "channels": 1,
        "causal": False,
    },
    "seanet": _SEANET,
    "rvq": {"n_q": 4, "bins": 400, "q_dropout": False, "kmeans_init": False},
}
_MODEL = {
    "device": "cpu",
    "dtype": "float32",
    "lm_model": "transformer_lm",
    "dataset": {"segment_duration": 30},
    "transformer_lm": {
        "dim": 32,
        "num_heads": 2,
        "num_layers": 2,
        "n_q": 4,
        "card": 400,
        "causal": True,
        "memory_efficient": True,
        "custom": False,
    },
    "codebooks_pattern": {"modeling": "delay", "delay": {"delays": [0, 1, 2, 3]}},
    "attribute_dropout": {},
    "classifier_free_guidance": {"training_dropout": 0.0, "inference_coef": 3.0},
    "fuser": {"cross": [], "prepend": ["self_wav", "description"], "sum": [], "input_interpolate": []},
    "conditioners": {
        "description": {
            "model": "lut",
            "lut": {"n_bins": 64, "dim": 16, "tokenizer": "whitespace"},
        },
        "self_wav": {
            "model": "chroma_stem",
            "chroma_stem": {
                "sample_rate": 32_000,
                "n_chroma": 12,
                "radix2_exp": 14,
                "argmax": True,
            },
        },
    },
}


def build(folder: Path) -> None:
    """Save it as audiocraft's own trainer does."""
    import torch
    from omegaconf import OmegaConf

    from ningbgm_daemon.performers import audiocraft_stand_ins

    audiocraft_stand_ins.install()
    from audiocraft.models import builders

    torch.manual_seed(0)
    codec, config = OmegaConf.create(_CODEC), OmegaConf.create(_MODEL)
    model = builders.get_lm_model(config)
    with torch.no_grad():  # or its logits are so flat that no guide is heard in them
        for weights in model.parameters():
            weights.mul_(5)
    folder.mkdir(parents=True, exist_ok=True)
    for name, made, how in (
        ("compression_state_dict.bin", builders.get_compression_model(codec), codec),
        ("state_dict.bin", model, config),
    ):
        torch.save({"xp.cfg": OmegaConf.to_yaml(how), "best_state": made.state_dict()}, folder / name)
    (folder / "README.md").write_text("---\nlicense: cc-by-nc-4.0\n---\nNoise.\n", encoding="utf-8")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
