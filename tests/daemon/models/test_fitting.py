"""What can never work at a post is refused before it is written down, in one sentence."""

from pathlib import Path

import pytest
from test_on_disk import put_model

from ningbgm_agents.errors import WishError
from ningbgm_daemon.models.choice import check_fits, read_choice_at

LLAMA, LLAVA, CLIP = "LlamaForCausalLM", "LlavaForConditionalGeneration", "CLIPModel"
WHISPER, MUSICGEN = "WhisperForConditionalGeneration", "MusicgenMelodyForConditionalGeneration"
ADDRESS, SERVER, PLAYER = "http://127.0.0.1:1/v1#a", "http://127.0.0.1:8001", "grpc://127.0.0.1:9"
PT = "base.pt"


def choose(place: Path, post: str, what: str) -> None:
    """Put an address, a .pt or a model of an architecture at a post."""
    text = what
    if what == PT:
        (place / PT).write_bytes(b"weights")
        text = str(place / PT)
    elif "://" not in what and what != "none":
        text = str(put_model(place / "model", what))
    check_fits(post, read_choice_at(post, text, place))


@pytest.mark.parametrize(
    ("post", "what"),
    [
        ("minds", ADDRESS),
        ("theme_expert", LLAMA),
        ("minds", LLAVA),
        ("transcript", PT),
        ("captions", LLAVA),
        ("captions", "SomethingNew"),
        ("tags", CLIP),
        ("performer", MUSICGEN),
        ("performer.bass", PLAYER),
        ("performer.voice", SERVER),
        ("performer.voice", "none"),
    ],
)
def test_what_can_work_is_taken(tmp_path: Path, post: str, what: str) -> None:
    choose(tmp_path, post, what)


@pytest.mark.parametrize(
    ("post", "what", "why"),
    [
        ("captions", ADDRESS, "not the folder of a model"),
        ("captions", PLAYER, "plays, and does not work as captions"),
        ("captions", PT, "not the folder of a model"),
        ("captions", CLIP, "let it work as tags"),
        ("captions", LLAMA, "reads words alone"),
        ("captions", WHISPER, "describes no pictures"),
        ("captions", MUSICGEN, "let it work as performer"),
        ("tags", ADDRESS, "not the folder of a model"),
        ("tags", LLAVA, "no CLIP or SigLIP"),
        ("transcript", WHISPER, "not a .pt of openai-whisper"),
        ("transcript", LLAMA, "not a .pt of openai-whisper"),
        ("transcript", ADDRESS, "not a .pt of openai-whisper"),
        ("transcript", "none", "ningbgm models forget transcript"),
        ("minds", CLIP, "does not think; let it work as tags"),
        ("composing", MUSICGEN, "does not think; let it work as performer"),
        ("lyricist", PT, "does not think; let it work as transcript"),
        ("minds", WHISPER, "openai-whisper's own .pt"),
        ("performer", LLAMA, "no model of music"),
        ("performer", PT, "does not play"),
        ("performer.voice", PLAYER, "ACE-Step's server does: performer.voice=http://HOST:PORT"),
        ("performer.voice", MUSICGEN, "sings no words"),
    ],
)
def test_what_cannot_work_is_refused_in_one_sentence(tmp_path: Path, post: str, what: str, why: str) -> None:
    with pytest.raises(WishError) as caught:
        choose(tmp_path, post, what)

    assert why in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
