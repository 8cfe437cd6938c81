"""What passes between a mind and a language model: which model, what it is asked, what it replies."""

from __future__ import annotations

import hashlib
import ipaddress
import json
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit


@dataclass(frozen=True)
class ModelFacts:
    """Which model it is, where it thinks, and under which terms."""

    name: str
    """As its makers call it ('Qwen/Qwen3-8B'), or the name of its folder."""
    place: str = "this machine"
    """The host that the words are sent to, or 'this machine'."""
    remote: bool = False
    """Whether the words leave the machine."""
    licence: str = ""
    """Licence of its weights as it names it; empty where it does not say."""
    noncommercial: bool = False
    """Whether that licence forbids commercial use."""
    fingerprint: str = field(default="", compare=False)
    """Changes when the weights under that name change; empty where nobody tells."""

    @property
    def told(self) -> str:
        """The model in words: 'qwen3:8b at 127.0.0.1:11434'."""
        return self.name if self.place == "this machine" else f"{self.name} at {self.place}"


def stays_here(url: str) -> bool:
    """Whether what is sent to an address stays on this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True)
class Rejected:
    """An earlier reply to the same question, and why it could not be used."""

    reply: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """All that a model is asked about one task; equal questions have equal bytes."""

    role: str
    instructions: str
    """The role's prompt, with what binds the task."""
    facts: str
    """What the role has before it: a JSON object."""
    schema: str
    """The JSON Schema that the reply has to fit."""
    rejected: tuple[Rejected, ...] = ()
    seed: int = 0
    most_tokens: int = 2000

    @property
    def text(self) -> str:
        """The facts and the form of the reply, as the user's words to the model."""
        form = "Reply with one JSON object that fits this JSON Schema, and nothing else:"
        return f"{self.facts}\n\n{form}\n{self.schema}"

    @property
    def turns(self) -> tuple[tuple[str, str], ...]:
        """The whole exchange so far as (speaker, words), the speakers 'user' and 'model'."""
        turns = [("user", self.text)]
        for one in self.rejected:
            reasons = "\n".join(f"- {reason}" for reason in one.reasons)
            turns += [
                ("model", one.reply),
                ("user", f"This cannot be used:\n{reasons}\nReply again with the whole JSON object."),
            ]
        return tuple(turns)

    @property
    def characters(self) -> int:
        """Length of all that is sent."""
        return len(self.instructions) + sum(len(words) for _, words in self.turns)

    @property
    def fields(self) -> tuple[tuple[str, int], ...]:
        """Names of the facts and how many characters each has."""
        facts = json.loads(self.facts)
        return tuple((name, len(json.dumps(value, ensure_ascii=False))) for name, value in facts.items())

    @property
    def key(self) -> str:
        """The same for the same question, another for any other."""
        parts = (self.role, self.instructions, *(words for _, words in self.turns))
        text = json.dumps([*parts, self.seed, self.most_tokens], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def answered_with(self, reply: str, reasons: tuple[str, ...]) -> Question:
        """The question once more, with a reply that could not be used."""
        return replace(self, rejected=(*self.rejected, Rejected(reply, reasons)))


@dataclass(frozen=True)
class Reply:
    """What a model replied."""

    text: str
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    """What had to be done to get it, as sentences: a smaller precision, the processor instead of the GPU."""


@dataclass(frozen=True)
class PlayedStem:
    """A stem that a model of music played."""

    cue: str
    stem: str
    model: ModelFacts
