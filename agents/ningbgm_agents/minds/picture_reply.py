"""What a model that describes pictures is asked about each, and its reply read and judged."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Annotated

from pydantic import Field

from ..picture_words import words_of
from .decision import Offer, ReplyForm, require
from .form import read_reply, schema_of
from .prompt import load_prompt

MOST_TOKENS = 300
"""Tokens that a reply may have."""
_LETTERS = re.compile(r"[^\W\d_]+")
_STUCK = 4
"""Times that a word may stand in a row before the model is taken to be stuck."""


class PictureReply(ReplyForm):
    """A picture in words."""

    caption: str = Field(min_length=1, max_length=160)
    objects: list[Annotated[str, Field(max_length=24)]] = Field(max_length=5)
    setting: str = Field(max_length=60)
    moods: list[str]


def picture_prompt(reason: str = "") -> str:
    """The question about a picture, with the reason why the last reply could not be used, if any was."""
    prompt = load_prompt("picture_caption")
    return f"{prompt}\n\nYour last reply could not be used: {reason} Reply again." if reason else prompt


@cache
def picture_schema() -> str:
    """The JSON Schema of a reply."""
    return schema_of(PictureReply, _offer())


def read_picture(text: str) -> PictureReply:
    """The reply as a value.

    Raises:
        UnfitError: it is not in its form, or says nothing.
    """
    reply = read_reply(text, PictureReply, _offer())
    words = [word.lower() for word in _LETTERS.findall(reply.caption)]
    require(len(words) >= 2, "caption: write a sentence.")
    stuck = any(len(set(words[n : n + _STUCK])) == 1 for n in range(len(words) - _STUCK + 1))
    require(not stuck, "caption: the same word stands in it again and again.")
    objects = [" ".join(one.split()) for one in reply.objects]
    return reply.model_copy(
        update={
            "caption": " ".join(reply.caption.split()),
            "objects": list(dict.fromkeys(one for one in objects if _LETTERS.search(one))),
            "setting": " ".join(reply.setting.split()) if _LETTERS.search(reply.setting) else "",
            "moods": list(dict.fromkeys(reply.moods)),
        }
    )


def picture_question() -> str:
    """All that decides what is replied about a picture, so that what was asked otherwise counts no more."""
    return json.dumps([picture_prompt(), picture_schema(), MOST_TOKENS])


@cache
def _offer() -> Offer:
    return Offer({}, {"moods": [word.word for word in words_of("mood")]}, {"moods": (1, 3)})
