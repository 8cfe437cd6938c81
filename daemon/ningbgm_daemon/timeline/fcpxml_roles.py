"""The roles that Final Cut gives to sounds: dialogue, music, effects, and what an editor adds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from xml.etree.ElementTree import Element

from ningbgm_agents.timeline import TrackUse

from .track_use import guess_use

_USES: dict[str, TrackUse] = {"dialogue": "dialogue", "music": "music", "effects": "effects"}
_VOLUME = re.compile(r"^\s*(-?[0-9]{1,4}(?:\.[0-9]{1,9})?)\s*dB\s*$", re.ASCII)
_SILENT_DB = Fraction(-90)
"""Final Cut's volume ends at -96 dB, which is silence."""


def role_use(role: str) -> TrackUse | None:
    """What a role is for, where it is one of Final Cut's own; None to guess from names."""
    return _USES.get(role.partition(".")[0].strip().lower())


def plain_role(said: str) -> str:
    """A role without the number that Final Cut gives to its first subrole: 'music.music-1' is 'music'."""
    role = said.strip().partition("?")[0][:100]
    main, _, sub = role.partition(".")
    return main if not sub or sub.lower() == f"{main.lower()}-1" else role


def channel_roles(item: Element) -> list[str] | None:
    """The roles of a clip's sound by its channels, those switched off left out; None where unsaid."""
    channels = item.findall("audio-channel-source")
    if not channels:
        return None
    heard = [channel for channel in channels if _on(channel) and not silenced(channel)]
    return list(dict.fromkeys(plain_role(channel.get("role") or "") for channel in heard))


def own_role(item: Element) -> str:
    """The role that a clip names itself, or a keyword of it that says as much; empty without one."""
    said = item.get("audioRole") or (item.get("role") if item.tag == "audio" else None)
    if said:
        return plain_role(said)
    keywords = (keyword.get("value") or "" for keyword in item.findall("keyword"))
    return next((word[:100] for word in keywords if guess_use(word, ()) != "unknown"), "")


def muted_roles(sources: Iterable[Element]) -> Callable[[str], bool]:
    """Whether a role is switched off by one of the `audio-role-source` elements."""
    off = [source.get("role") or "" for source in sources if not _on(source) or silenced(source)]
    plain = {plain_role(said).lower() for said in off}
    whole = {said.strip().lower() for said in off if "." not in said}

    def muted(role: str) -> bool:
        return role.lower() in plain or role.lower().partition(".")[0] in whole

    return muted


def silenced(item: Element) -> bool:
    """Whether the volume of a clip or channel is turned all the way down."""
    volume = item.find("adjust-volume")
    match = _VOLUME.match(volume.get("amount") or "") if volume is not None else None
    return match is not None and Fraction(match.group(1)) <= _SILENT_DB


def _on(source: Element) -> bool:
    return source.get("enabled") != "0" and source.get("active") != "0"
