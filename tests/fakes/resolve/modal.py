"""The dialogue that nobody sees from a script.

AT "Studio-gated calls on the free edition raise a modal that blocks LATER calls", nle.md 1.1: a Studio-only
call on the free edition returns False and raises a window; while it is up, unrelated calls fail (measured:
SaveProject returned False on every attempt) until a person clicks "Not Yet". No call closes it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Modal:
    text: str = ""

    @property
    def up(self) -> bool:
        return bool(self.text)

    def show(self, text: str = "You have reached a limitation with DaVinci Resolve") -> None:
        self.text = text

    def dismiss(self) -> None:
        """A person's click."""
        self.text = ""


def blocked(call: str) -> object:
    """What a call gives under the modal: None where it reads, False where it does something.

    That calls fail was measured; what a reading call gives was not [inference].
    """
    return None if call.split(".")[-1].startswith(("Get", "Is")) else False
