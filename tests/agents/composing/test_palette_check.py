from __future__ import annotations

from importlib import resources

import pytest

from ningbgm_agents.composing.palette_check import faults_of
from ningbgm_agents.errors import InputError
from ningbgm_agents.palette import known_names, palette_named, palette_names, read_palette


def text_of(name: str) -> str:
    return (resources.files("ningbgm_agents") / "palettes" / f"{name}.toml").read_text(encoding="utf-8")


def line_of(text: str, start: str, after: str = "") -> int:
    lines = text.splitlines()
    first = next(n for n, line in enumerate(lines) if after in line)
    return next(n + 1 for n, line in enumerate(lines) if n >= first and line.startswith(start))


@pytest.mark.parametrize("name", palette_names())
def test_our_own_palettes_have_no_fault(name: str) -> None:
    assert faults_of(text_of(name)) == ()


@pytest.mark.parametrize(
    ("old", "new", "field", "sentence"),
    [
        ("humanise = 0.9", 'humanise = "loose"', "humanise", "valid number"),
        ("humanise = 0.9", "humanize = 0.9", "humanize", "did you mean 'humanise'"),
        ('room = "room"', 'room = "bathroom"', "room", "cathedral"),
        ("tempo_bpm = [76.0, 116.0]", "tempo_bpm = [116.0, 76.0]", "tempo_bpm", "slower"),
        ('"open_road", "plain"', '"open_rode", "plain"', "major.1", "there is no progression 'open_rode'"),
        ('scales = ["ionian"', 'scales = ["ironic"', "scales.1", "there is no scale 'ironic'"),
        ('"0..21.2.0..21.2."', '"0..21.2.0..21.2"', "ostinati.2", "8 or 16 signs"),
        ('"0..21.2.0..21.2."', '"................"', "ostinati.2", "rests only"),
        ('name = "acoustic"', 'name = "My Folk"', "name", "small letters"),
        ("dynamics_db = 7.0", "dynamics_db = 40.0", "dynamics_db", "24 decibels"),
    ],
)
def test_a_fault_is_told_with_its_line_and_what_to_do(old: str, new: str, field: str, sentence: str) -> None:
    text = text_of("acoustic")
    assert old in text
    broken = text.replace(old, new)

    faults = faults_of(broken)

    found = next(fault for fault in faults if fault.field == field)
    assert sentence in found.sentence
    assert new.splitlines()[0].split(" = ")[0].strip('"')[:8] in broken.splitlines()[found.line - 1]
    assert str(found).startswith(f"line {found.line}: {field}: ")


def test_faults_of_players_and_grooves_stand_at_their_own_lines() -> None:
    text = text_of("acoustic")
    broken = text.replace('name = "acoustic bass"\nlayer = "bass"', 'name = "acoustic bass"\nlayer = "base"')
    broken = broken.replace('kick = "x.....x.x......."', 'kick = "x.....x.x......"')
    broken = broken.replace("pan = 0.2\n", "pan = 2.0\n")

    faults = {fault.field: fault for fault in faults_of(broken)}
    rest = {fault.field: fault for fault in faults_of(broken.replace('"base"', '"bass"'))}

    assert faults["players.3.layer"].line == line_of(broken, "layer", 'name = "acoustic bass"')
    assert "bass" in faults["players.3.layer"].sentence
    assert rest["players.6.pan"].line == line_of(broken, "pan", 'name = "clarinet"')
    assert rest["grooves.3.lines.kick"].line == line_of(broken, "kick", 'name = "road"')


def test_a_text_that_is_no_toml_is_told_with_its_line() -> None:
    (fault,) = faults_of("name = 'x'\ntitle =\n")

    assert fault.line == 2
    assert "not TOML" in fault.sentence


def test_what_is_missing_is_told() -> None:
    fields = {fault.field for fault in faults_of("name = 'x'")}

    assert {"title", "players", "room", "tempo_bpm"} <= fields


def test_ones_own_palette_goes_before_ours_and_stands_beside_them() -> None:
    own = text_of("acoustic").replace('title = "Acoustic"', 'title = "Mine"')
    other = own.replace('name = "acoustic"', 'name = "my-folk"')

    assert palette_named("acoustic", own).title == "Mine"
    assert palette_named("lofi", own).title == "Lo-fi"
    assert known_names(other)[0] == "my-folk"
    assert palette_named("my-folk", other).name == "my-folk"


def test_a_soundfont_for_the_palette_is_every_sampled_players_that_has_none() -> None:
    text = text_of("ambient") + '\n[sound]\nsoundfont = "/fonts/better.sf2"\n'
    text = text.replace('name = "choir"\n', 'name = "choir"\nsfz = "/sfz/choir.sfz"\n')

    players = {player.name: player for player in read_palette(text, "mine").players}

    assert players["felt piano"].samples == "/fonts/better.sf2"
    assert players["choir"].samples == "/sfz/choir.sfz"
    assert players["warm pad"].samples == ""


def test_two_sources_of_samples_for_one_player_are_refused() -> None:
    text = text_of("ambient").replace(
        'name = "choir"\n', 'name = "choir"\nsfz = "/a.sfz"\nsoundfont = "/b.sf2"\n'
    )

    with pytest.raises(InputError, match="keep one"):
        read_palette(text, "mine")
