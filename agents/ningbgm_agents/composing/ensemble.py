"""The ensemble: the palette's players less what the brief excludes, with what it asks for put in front."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from importlib import resources

from ..brief import Brief
from ..palette import Palette, Player

_DRUM_WORDS = frozenset({"drums", "drum", "percussion", "beat", "beats"})


def fit(palette: Palette, brief: Brief) -> Palette:
    """The palette as this brief wants it; the theme is first carried by what was asked for."""
    players = tuple(player for player in palette.players if not _excluded(player, brief.exclude))
    asked = [player for word in brief.include if (player := _asked(word, palette, brief)) is not None]
    leads = tuple(replace(player, layer="melody", enters=0.0, leaves=1.01) for player in asked)
    if leads:
        players = tuple(p for p in players if p.layer != "melody") + leads
    if not any(player.layer == "hit" for player in players):
        players += _soft_strike(players)
    grooves = palette.grooves if any(player.layer == "drums" for player in players) else ()
    return replace(palette, players=players, grooves=grooves)


def unplayable(palette: Palette, brief: Brief) -> tuple[str, ...]:
    """Instruments asked for that neither the palette nor `ensemble.toml` knows."""
    return tuple(word for word in brief.include if _asked(word, palette, brief) is None
                 and not any(_named(player, word) for player in palette.players))


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
        rows.append((words, Player(name, "melody", "line", gain_db=-2.0, reverb=0.22, high_pass_hz=110.0, **entry)))
    return tuple(rows)
