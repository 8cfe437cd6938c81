"""A tiny CLAP with random weights, built and saved by the test in the format of transformers."""

from __future__ import annotations

from pathlib import Path

from fakes.tiny_vision import byte_tokenizer


def build_tiny_hearing(folder: Path, seed: int = 0, fusion: bool = False) -> Path:
    """A CLAP of one layer a stage that hears windows of one second; what it hears means nothing."""
    import torch
    from transformers import (
        ClapAudioConfig,
        ClapConfig,
        ClapFeatureExtractor,
        ClapModel,
        ClapProcessor,
        ClapTextConfig,
    )

    tokenizer = byte_tokenizer()
    torch.manual_seed(seed)
    text = ClapTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=130,
        pad_token_id=2,
        projection_dim=16,
    )
    audio = ClapAudioConfig(
        window_size=2,
        num_mel_bins=16,
        spec_size=64,
        patch_size=4,
        patch_stride=[4, 4],
        patch_embeds_hidden_size=8,
        hidden_size=16,
        depths=[1, 1],
        num_attention_heads=[2, 2],
        num_hidden_layers=2,
        projection_dim=16,
        enable_fusion=fusion,
    )
    ClapModel(ClapConfig(text_config=text, audio_config=audio, projection_dim=16)).save_pretrained(folder)
    ears = ClapFeatureExtractor(
        feature_size=16, max_length_s=1, truncation="fusion" if fusion else "rand_trunc"
    )
    ClapProcessor(feature_extractor=ears, tokenizer=tokenizer).save_pretrained(folder)
    (folder / "README.md").write_text("---\nlicense: cc-by-4.0\n---\nNoise.\n", encoding="utf-8")
    return folder
