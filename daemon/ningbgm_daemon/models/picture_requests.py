"""Pictures and what is said of them on the line to the process that hosts the models."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from ningbgm_agents.document import Plain, to_plain
from ningbgm_agents.minds.picture_reply import MOST_TOKENS, picture_prompt, picture_schema
from ningbgm_agents.picture_words import KINDS, other_lines, words_of

from .viewer import FittingWord, PictureAnswer, PictureQuestion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PIL.Image import Image

    from .clip import ClipModel, Vocabulary
    from .vision import VisionModel

_ANSWERS = TypeAdapter(list[PictureAnswer])
_WORDS = TypeAdapter(list[tuple[FittingWord, ...]])


def asked_to_describe(questions: Sequence[PictureQuestion], limit_s: float) -> dict[str, Plain]:
    """The request to describe pictures."""
    return {
        "do": "describe",
        "pictures": [_written(one.jpeg) for one in questions],
        "prompts": [picture_prompt(one.reason) for one in questions],
        "limit_s": limit_s,
    }


def described(model: VisionModel, asked: Mapping[str, Plain]) -> list[Plain]:
    """The host's answer to it."""
    from .vision import Sight

    prompts = asked["prompts"]
    assert isinstance(prompts, list), "made by asked_to_describe"
    sights = [Sight(picture, str(words)) for picture, words in zip(_opened(asked), prompts, strict=True)]
    limit_s = float(str(asked["limit_s"]))
    answers = model.describe(sights, picture_schema(), MOST_TOKENS, limit_s)
    return [to_plain(answer) for answer in answers]


def read_answers(plain: Plain) -> list[PictureAnswer]:
    """The replies that the host's answer holds."""
    return _ANSWERS.validate_python(plain)


def asked_to_tag(pictures: Sequence[bytes]) -> dict[str, Plain]:
    """The request to tag pictures."""
    return {"do": "tag", "pictures": [_written(jpeg) for jpeg in pictures]}


def tagged(model: ClipModel, asked: Mapping[str, Plain]) -> list[Plain]:
    """The host's answer to it."""
    words: Vocabulary = {kind: {word.word: word.seen for word in words_of(kind)} for kind in KINDS}
    return [
        [{"kind": kind, "word": word, "confidence": round(share, 4)} for kind, word, share in found]
        for found in model.tag(_opened(asked), words, other_lines())
    ]


def read_words(plain: Plain) -> list[tuple[FittingWord, ...]]:
    """The words that the host's answer holds."""
    return _WORDS.validate_python(plain)


def _written(jpeg: bytes) -> str:
    return base64.b64encode(jpeg).decode("ascii")


def _opened(asked: Mapping[str, Plain]) -> list[Image]:
    """The pictures of a request."""
    from PIL import Image

    pictures = asked["pictures"]
    assert isinstance(pictures, list), "made by the other end of the line"
    return [Image.open(io.BytesIO(base64.b64decode(str(one)))).convert("RGB") for one in pictures]
