"""MusicGen models with random weights, tiny or of real size, built in the format of transformers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_TEXTS = ("warm strings, slow and calm", "solo piano, melancholic", "epic drums and brass, fast")


@dataclass(frozen=True)
class Sizes:
    """How large its parts are; all have 32 kHz and 50 frames a second."""

    text: dict[str, int]
    decoder: dict[str, int]
    codec: dict[str, object]
    codes: int
    scale: float
    """By what the weights are multiplied: in tiny ones, no prompt and no guide is heard otherwise."""
    dtype: str = "float32"


TINY = Sizes(
    {"d_model": 16, "d_kv": 8, "d_ff": 32, "num_layers": 1, "num_heads": 2},
    {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "ffn_dim": 64},
    {
        "target_bandwidths": [1.2],
        "hidden_size": 16,
        "num_filters": 4,
        "num_lstm_layers": 1,
        "codebook_dim": 16,
    },
    codes=64,
    scale=5,
)
SMALL = Sizes(
    {"vocab_size": 32_128, "d_model": 768, "d_kv": 64, "d_ff": 3072, "num_layers": 12, "num_heads": 12},
    {"hidden_size": 1024, "num_hidden_layers": 24, "num_attention_heads": 16, "ffn_dim": 4096},
    {
        "target_bandwidths": [2.2],
        "hidden_size": 128,
        "num_filters": 64,
        "num_lstm_layers": 2,
        "codebook_dim": 128,
    },
    codes=2048,
    scale=1,
    dtype="bfloat16",
)
"""As facebook/musicgen-small, by its config.json."""


def build_tiny_musicgen(folder: Path, *, melody: bool = False, stereo: bool = False, seed: int = 0) -> Path:
    """Its music is noise."""
    return build_musicgen(folder, TINY, melody=melody, stereo=stereo, seed=seed)


def build_musicgen(
    folder: Path, sizes: Sizes, *, melody: bool = False, stereo: bool = False, seed: int = 0
) -> Path:
    """Save one of random weights; the four codebooks of its codec follow from the bandwidth."""
    import torch
    import transformers

    torch.manual_seed(seed)
    tokenizer = _tokenizer()
    text = transformers.T5Config(**{"vocab_size": len(tokenizer), **sizes.text})
    codec = transformers.EncodecConfig(
        sampling_rate=32_000,
        audio_channels=1,
        normalize=False,
        chunk_length_s=None,
        overlap=None,
        upsampling_ratios=[8, 5, 4, 4],
        codebook_size=sizes.codes,
        use_causal_conv=False,
        **sizes.codec,
    )
    kind = "MusicgenMelody" if melody else "Musicgen"
    decoder = getattr(transformers, f"{kind}DecoderConfig")(
        vocab_size=sizes.codes,
        num_codebooks=8 if stereo else 4,
        audio_channels=2 if stereo else 1,
        pad_token_id=sizes.codes,
        bos_token_id=sizes.codes,
        **sizes.decoder,
    )
    config = getattr(transformers, f"{kind}Config")(text_encoder=text, audio_encoder=codec, decoder=decoder)
    model = getattr(transformers, f"{kind}ForConditionalGeneration")(config)
    with torch.no_grad():
        for name, weights in model.named_parameters():
            if not name.startswith("audio_encoder"):
                weights.mul_(sizes.scale)
        # Its tables are zeros until they are trained; from noise, so that sounds that differ get other codes.
        heard = model.audio_encoder.encoder(0.1 * torch.randn(1, 1, 640 * sizes.codes))[0].T
        for layer in model.audio_encoder.quantizer.layers:
            layer.codebook.embed.copy_(heard)
            heard = heard.std() * torch.randn_like(heard)
    model.generation_config.update(
        decoder_start_token_id=sizes.codes,
        pad_token_id=sizes.codes,
        bos_token_id=sizes.codes,
        do_sample=True,
        guidance_scale=3.0,
        max_length=1500,
    )
    model.to(getattr(torch, sizes.dtype)).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    (folder / "README.md").write_text("---\nlicense: cc-by-nc-4.0\n---\nNoise.\n", encoding="utf-8")
    return folder


def _tokenizer():
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import T5Tokenizer

    words = Tokenizer(models.Unigram())
    words.pre_tokenizer = pre_tokenizers.Metaspace()
    words.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=60, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>", show_progress=False
    )
    words.train_from_iterator(_TEXTS * 20, trainer)
    return T5Tokenizer(tokenizer_object=words, extra_ids=0)
