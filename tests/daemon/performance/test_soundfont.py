from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_font import Layer, click, font_bytes, sine, write_font

from ningbgm_agents.errors import PerformanceError
from ningbgm_daemon.performance.hydra import Modulator, SampleHeader, Zone, read_hydra
from ningbgm_daemon.performance.region import resolve
from ningbgm_daemon.performance.soundfont import SoundFont, own_soundfont
from ningbgm_daemon.performance.voice import render

PALETTES = Path(__file__).parents[3] / "agents" / "ningbgm_agents" / "palettes"


@pytest.fixture(scope="module")
def own() -> SoundFont:
    return SoundFont(own_soundfont())


def test_a_note_meets_the_zones_of_its_key_and_velocity(tmp_path: Path) -> None:
    low, high = Layer(click(), keys=(0, 59)), Layer(sine(440, 10), keys=(60, 127), root=69)
    font = SoundFont(write_font(tmp_path / "t.sf2", {(0, 0): [low, high]}))

    below, above = font.regions((0, 0), 59, 100), font.regions((0, 0), 60, 100)

    assert [region.sample for region in below] == [0]
    assert [region.sample for region in above] == [1]
    assert above[0].cents == (60 - 69) * 100


def test_generators_of_a_preset_add_to_those_of_its_instrument(tmp_path: Path) -> None:
    layer = Layer(click(), {52: 20, 48: 100, 17: -100})
    font = SoundFont(write_font(tmp_path / "t.sf2", {(0, 0): [layer]}, {52: 30, 48: 50, 17: 250}))

    region = font.regions((0, 0), 60, 127)[0]

    assert region.cents == 50
    assert region.pan == pytest.approx(0.3)
    assert 20 * np.log10(region.gain) == pytest.approx(-0.4 * 15)


def test_half_velocity_is_twelve_decibels_less(tmp_path: Path) -> None:
    font = SoundFont(write_font(tmp_path / "t.sf2", {(0, 0): [Layer(click())]}))

    loud, soft = (font.regions((0, 0), 60, v)[0].gain for v in (126, 63))

    assert 20 * np.log10(loud / soft) == pytest.approx(12.04, abs=0.01)


def test_a_modulator_moves_a_generator_from_its_default() -> None:
    header = SampleHeader("x", 0, 100, 0, 0, 48_000, 60, 0, False)
    off, down = Modulator(0x0102, 8, 0, 0x0D02), Modulator(0x0102, 8, -1000, 0)
    preset = Zone({}, (), target=0)

    untouched = resolve(preset, Zone({}, (off,), target=0), header, 60, 64)
    darker = resolve(preset, Zone({}, (down,), target=0), header, 60, 64)

    assert untouched.cutoff_cents == 13_500
    assert darker.cutoff_cents == pytest.approx(13_500 - 1000 * 63 / 127, abs=1)


def test_a_missing_program_gives_way_to_its_family_and_a_missing_kit_to_the_first(
    tmp_path: Path,
) -> None:
    places = {(0, 42): [Layer(click())], (128, 0): [Layer(click())]}
    font = SoundFont(write_font(tmp_path / "t.sf2", places))

    assert font.place(40, kit=False) == (0, 42)
    assert font.place(25, kit=True) == (128, 0)
    with pytest.raises(PerformanceError, match="no program 73"):
        font.place(73, kit=False)


@pytest.mark.parametrize("content", [b"", b"RIFF", b"RIFF\0\0\0\0WAVE" + bytes(50), bytes(500)])
def test_what_is_no_soundfont_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.sf2"
    path.write_bytes(content)

    with pytest.raises(PerformanceError, match=r"t\.sf2"):
        SoundFont(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PerformanceError, match="cannot be opened"):
        SoundFont(tmp_path / "none.sf2")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_damaged_font_is_read_or_refused_and_nothing_else(
    damage: list[tuple[int, int]],
) -> None:
    font = bytearray(font_bytes({(0, 0): [Layer(click(40)), Layer(click(40))]}))
    for place, value in damage:
        font[place % len(font)] = value

    try:
        hydra = read_hydra(bytes(font), "t.sf2")
    except PerformanceError:
        return

    assert all(0 <= z.target < len(hydra.samples) for zones in hydra.instruments for z in zones)


def test_a_sample_that_points_outside_the_file_is_refused(tmp_path: Path) -> None:
    font = bytearray(font_bytes({(0, 0): [Layer(click())]}))
    place = font.rindex(b"sample\0")
    font[place + 24 : place + 28] = (10**9).to_bytes(4, "little")
    path = tmp_path / "t.sf2"
    path.write_bytes(font)

    with pytest.raises(PerformanceError, match="outside"):
        SoundFont(path).points(0)


def test_our_own_font_sounds_on_every_preset(own: SoundFont) -> None:
    for place in own.presets():
        regions = own.regions(place, 60 if place[0] == 0 else 38, 90)

        assert regions, place
        for region in regions:
            assert np.abs(own.points(region.sample)).max() > 0.05, (place, region.sample)


def test_no_drum_of_our_own_font_is_muffled_into_silence(own: SoundFont) -> None:
    for place in own.presets():
        for key in range(35, 82) if place[0] == 128 else ():
            regions = own.regions(place, key, 100)
            if regions:
                voice = render(own, regions, 48_000, rings=True)
                assert np.abs(voice.sound).max() > 0.02, (place, key)


def test_our_own_font_has_what_the_palettes_play(own: SoundFont) -> None:
    wanted = set()
    for path in PALETTES.glob("*.toml"):
        for player in _players(tomllib.loads(path.read_text())):
            if "patch" not in player:
                wanted.add((128 if player.get("kit") else 0, int(str(player["program"]))))

    assert wanted
    assert wanted <= set(own.presets())


def test_the_font_carries_its_licence() -> None:
    notice = (own_soundfont().parent / "LICENSE").read_text()

    for name in ("Frank Wen", "Michael Cowgill", "Ethan Winer", "Michael Schorsch"):
        assert name in notice
    assert "Permission is hereby granted" in notice


def _players(value: object) -> list[dict[str, object]]:
    if isinstance(value, dict):
        own = [value] if "program" in value else []
        return own + [player for part in value.values() for player in _players(part)]
    if isinstance(value, list):
        return [player for part in value for player in _players(part)]
    return []
