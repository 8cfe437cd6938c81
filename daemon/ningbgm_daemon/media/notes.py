"""What could not be sensed of a file, in plain words for the user."""

from __future__ import annotations

from .decode import Damage
from .probe import MediaInfo

_BREAKS_OFF_S = 1.0


def about_streams(info: MediaInfo, *, silent: bool) -> list[str]:
    """Notes on what the file lacks. `silent`: its sound track is there but empty."""
    name = info.path.name
    notes: list[str] = []
    if not info.has_picture:
        notes.append(f"{name} has no picture: only its sound was sensed")
    if not info.has_sound:
        notes.append(f"{name} has no sound: only its picture was sensed")
    elif silent:
        notes.append(f"the sound track of {name} is digital silence and counts as no sound")
    if info.variable_rate:
        notes.append(
            f"the pictures of {name} come unevenly: frames are counted by time at {info.rate}"
            " frames per second"
        )
    return notes


def about_damage(name: str, damages: list[Damage], reached_s: float, wanted_s: float) -> list[str]:
    """Notes on what was broken: the file read up to `reached_s` where it should go to `wanted_s`."""
    notes: list[str] = []
    if reached_s < wanted_s - _BREAKS_OFF_S:
        notes.append(
            f"{name} breaks off: {reached_s:.1f} s of {wanted_s:.1f} s could be read;"
            " copy or export it again if the rest matters"
        )
    packets = sum(damage.packets for damage in damages)
    if packets:
        notes.append(f"{name} is damaged: {packets} pieces of it were passed over")
    return notes
