"""The ensemble: the palette's players less what the brief excludes, with what it asks for put in front."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from importlib import resources

from ..brief import Brief
from ..errors import InputError, WishError
from ..palette import Groove, Layer, Manner, Palette, Player
from .progression import load_progressions
from .scale import SCALES

_CARRYING = ("pad", "bass", "motion", "melody")
"""Layers of which at least one must play, or there are drums alone."""
_DRUM_WORDS = frozenset({"drums", "drum", "percussion", "beat", "beats"})


def fit(palette: Palette, brief: Brief) -> Palette:
    """The palette as this brief wants it; the theme is first carried by what was asked for."""
    check(palette)
    players = _closed_up(palette.players, brief.exclude)
    asked = [player for word in brief.include if (player := _asked(word, palette, brief)) is not None]
    leads = tuple(replace(player, layer="melody", enters=0.0, leaves=1.01) for player in asked)
    if leads:
        players = tuple(p for p in players if p.layer != "melody") + leads
    players += tuple(
        _accompanist(lead, layer) for lead in leads[:1] for layer in _missing(players, brief, lead)
    )
    if not any(player.layer == "hit" for player in players):
        players += _soft_strike(players)
    grooves = palette.grooves if any(player.layer == "drums" for player in players) else ()
    if not any(player.layer in _CARRYING for player in players):
        players, grooves = _drums_alone(palette, players, grooves)
    return replace(palette, players=players, grooves=grooves)


def check(palette: Palette) -> None:
    """Refuse a palette that names a scale or a progression that there is not.

    Raises:
        InputError: the first name that is unknown.
    """
    unknown = [name for name in palette.scales if name not in SCALES]
    unknown += [n for n in palette.major + palette.minor + palette.tense if n not in load_progressions()]
    if unknown or not (palette.major and palette.minor and palette.tense):
        what = f"there is no {unknown[0]!r}" if unknown else "major, minor and tense each need a progression"
        raise InputError(f"the palette {palette.name!r}: {what}", palette=palette.name)


def unplayable(palette: Palette, brief: Brief) -> tuple[str, ...]:
    """Instruments asked for that neither the palette nor `ensemble.toml` knows."""
    return tuple(
        word
        for word in brief.include
        if _asked(word, palette, brief) is None
        and not any(_named(player, word) for player in palette.players)
    )


def _drums_alone(
    palette: Palette, players: tuple[Player, ...], grooves: tuple[Groove, ...]
) -> tuple[tuple[Player, ...], tuple[Groove, ...]]:
    """Where only drums are left, they play from the beginning to the end.

    Raises:
        WishError: not even drums are left.
    """
    if not grooves:
        raise WishError(f"with all that is left out, nobody plays in {palette.title}; leave more in")
    ready = tuple(replace(p, enters=0.0) if p.layer == "drums" else p for p in players)
    return ready, (replace(grooves[0], enters=0.0), *grooves[1:])


def _closed_up(players: tuple[Player, ...], exclude: tuple[str, ...]) -> tuple[Player, ...]:
    """The players that are left; they play all through where somebody of their layer is gone."""
    left = tuple(player for player in players if not _excluded(player, exclude))
    thinned = {player.layer for player in players if player not in left} - {"drums", "double", "counter"}
    return tuple(replace(p, enters=0.0, leaves=1.01) if p.layer in thinned else p for p in left)


def _missing(players: tuple[Player, ...], brief: Brief, lead: Player) -> tuple[Layer, ...]:
    """Layers without a player that an instrument of chords can take over."""
    if lead.family not in ("keys", "guitar") or not brief.exclude:
        return ()
    present = {player.layer for player in players}
    wanted: tuple[Layer, ...] = ("bass", "motion", "spark")
    return tuple(layer for layer in wanted if layer not in present and layer not in brief.exclude)


def _accompanist(lead: Player, layer: Layer) -> Player:
    """The lead's other hand: low roots, broken chords or single touches."""
    manner: Manner = {"bass": "root", "motion": "arpeggio"}.get(layer, "pluck")  # type: ignore[assignment]  # manners
    low, high = {"bass": (max(33, lead.low - 19), lead.low), "motion": (lead.low - 7, lead.high - 12)}.get(
        layer, (lead.low + 5, lead.high)
    )
    return replace(
        lead,
        name=f"{lead.name} {layer}",
        layer=layer,
        manner=manner,
        low=low,
        high=high,
        gain_db=lead.gain_db - 3.0,
        velocity=lead.velocity - 10,
    )


def _excluded(player: Player, exclude: tuple[str, ...]) -> bool:
    return any(_named(player, word) for word in exclude)


def _named(player: Player, word: str) -> bool:
    """Whether a word of the brief means this player: by name, family, layer, or 'drums' for all kits."""
    if word in _DRUM_WORDS:
        return player.layer == "drums" or player.kit
    names = {player.name, player.family, player.layer, *player.name.split()}
    return word in names or word.rstrip("s") in names or f"{word}s" in names


def _asked(word: str, palette: Palette, brief: Brief) -> Player | None:
    if any(word in (p.family, p.layer) or _named(p, word) for p in palette.players if p.layer == "melody"):
        return next(p for p in palette.players if p.layer == "melody" and _named(p, word))
    player = next((player for words, player in _known() if word in words), None)
    return None if player is None or _excluded(player, brief.exclude) else player


def _soft_strike(players: tuple[Player, ...]) -> tuple[Player, ...]:
    """A strike for a palette whose own was excluded: the bass player, plucked hard."""
    bass = next((player for player in players if player.layer == "bass"), None)
    return () if bass is None else (replace(bass, name=f"{bass.name} strike", layer="hit", manner="strike"),)


@cache
def _known() -> tuple[tuple[tuple[str, ...], Player], ...]:
    text = (resources.files(__package__) / "ensemble.toml").read_text(encoding="utf-8")
    rows = []
    for name, entry in tomllib.loads(text).items():
        words = tuple(entry.pop("words"))
        rows.append(
            (words, Player(name, "melody", "line", gain_db=-2.0, reverb=0.22, high_pass_hz=110.0, **entry))
        )
    return tuple(rows)
