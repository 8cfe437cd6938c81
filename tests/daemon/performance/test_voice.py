from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from tiny_font import Layer, click, sine, write_font

from ningbgm_agents.score import Instrument, Note, Part
from ningbgm_daemon.performance.player import SampledPlayer
from ningbgm_daemon.performance.sampler import Sampler
from ningbgm_daemon.performance.soundfont import SoundFont
from ningbgm_daemon.performance.voice import Voice, render

Audio = npt.NDArray[np.float32]


def timecents(seconds: float) -> int:
    return round(1200 * np.log2(seconds))


def voice_of(folder: Path, layer: Layer, key: int = 60, count: int = 48_000, **kinds: float) -> Voice:
    font = SoundFont(write_font(folder / "t.sf2", {(0, 0): [layer]}))
    return render(font, font.regions((0, 0), key, 127), count, **kinds)  # type: ignore[arg-type]  # floats only


def played(folder: Path, layers: dict[tuple[int, int], list[Layer]], part: Part, count: int) -> Audio:
    sampler = Sampler(SoundFont(write_font(folder / "t.sf2", layers)))
    block = np.zeros((2, count), np.float32)
    SampledPlayer(part, sampler).add_to(block, 0)
    return block


def part_of(*notes: Note, kit: bool = False) -> Part:
    return Part("part", "melody", Instrument("test", 0, kit=kit), notes)


@pytest.mark.parametrize("start", [0, 1, 4_799, 12_345, 33_333])
@pytest.mark.parametrize("hit", [False, True])
def test_a_click_sounds_on_its_sample_and_not_before(tmp_path: Path, start: int, hit: bool) -> None:
    part = part_of(Note(start, 4800, 60, 127, hit))

    sound = played(tmp_path, {(0, 0): [Layer(click())]}, part, 48_000)

    assert not sound[:, :start].any()
    assert int(np.abs(sound).max(axis=0).argmax()) == start
    assert np.abs(sound[0, start]) > 0.5


@pytest.mark.parametrize(("key", "hertz"), [(57, 220.0), (69, 440.0), (76, 659.255)])
def test_a_looped_sine_sounds_at_its_key(tmp_path: Path, key: int, hertz: float) -> None:
    wave = sine(440, 44)
    layer = Layer(wave, {54: 1}, loop=(0, len(wave)), root=69)

    sound = voice_of(tmp_path, layer, key, 96_000).sound[0]

    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 1 << 20))
    found = float(spectrum.argmax()) * 48_000 / (1 << 20)
    assert 1200 * np.log2(found / hertz) == pytest.approx(0, abs=0.5)
    assert np.abs(sound[-4800:]).max() == pytest.approx(np.abs(sound[:4800]).max(), rel=0.02)


def test_a_slide_begins_a_semitone_under_and_glides_home(tmp_path: Path) -> None:
    wave = sine(440, 44)
    layer = Layer(wave, {54: 1}, loop=(0, len(wave)), root=69)

    sound = voice_of(tmp_path, layer, 69, 48_000, slide_cents=-100.0).sound[0]

    crossings = np.flatnonzero((sound[:-1] < 0) & (sound[1:] >= 0))
    hertz = 48_000 / np.diff(crossings)
    assert 1200 * np.log2(hertz[1] / 440) == pytest.approx(-92, abs=12)
    assert 1200 * np.log2(np.mean(hertz[60:]) / 440) == pytest.approx(0, abs=1)


def test_a_loop_leaves_no_click(tmp_path: Path) -> None:
    wave = sine(480, 10)

    sound = voice_of(tmp_path, Layer(wave, {54: 1}, loop=(0, len(wave)))).sound[0]

    assert np.abs(np.diff(sound)).max() < 1.02 * np.abs(np.diff(sound[: len(wave)])).max()


def test_the_volume_envelope_attacks_decays_and_sustains(tmp_path: Path) -> None:
    wave = np.full(2000, 0.5)
    envelope = {54: 1, 34: timecents(0.1), 36: timecents(0.5), 37: 200}

    sound = voice_of(tmp_path, Layer(wave, envelope, loop=(0, 2000))).sound[0]

    full = 0.5 * np.cos(np.pi / 4)
    assert sound[2400] == pytest.approx(full / 2, rel=0.02)
    assert sound[4800:4810].max() == pytest.approx(full, rel=0.02)
    level_db = 20 * np.log10(sound[[7200, 9600, 40_000]] / full)
    assert level_db[0] - level_db[1] == pytest.approx(96 * 0.05 / 0.5, abs=0.2)
    assert level_db[2] == pytest.approx(-0.2 * 96, abs=0.2)


def test_a_released_note_falls_in_its_release_time(tmp_path: Path) -> None:
    wave = np.full(2000, 0.5)
    layer = Layer(wave, {54: 1, 38: timecents(0.5)}, loop=(0, 2000))

    sound = played(tmp_path, {(0, 0): [layer]}, part_of(Note(0, 9600, 60, 127)), 48_000)[0]

    fall_db = 20 * np.log10(sound[9600 + 2400] / sound[9600])
    assert fall_db == pytest.approx(-96 * 0.05 / 0.5, abs=0.2)
    assert not sound[9600 + 24_000 :].any()


def test_the_filter_takes_what_lies_above_it(tmp_path: Path) -> None:
    low, high = sine(200, 20), sine(6000, 600)
    cutoff = round(1200 * np.log2(1000 / 8.176))

    kept = voice_of(tmp_path, Layer(low, {54: 1, 8: cutoff}, loop=(0, len(low)))).sound
    taken = voice_of(tmp_path, Layer(high, {54: 1, 8: cutoff}, loop=(0, len(high)))).sound

    loss_db = 20 * np.log10(np.abs(taken[:, 4800:]).max() / np.abs(kept[:, 4800:]).max())
    assert loss_db == pytest.approx(-31, abs=3)


def test_the_modulation_envelope_opens_the_filter(tmp_path: Path) -> None:
    wave = sine(4000, 400)
    cutoff = round(1200 * np.log2(400 / 8.176))
    moving = {54: 1, 8: cutoff, 11: 4800, 26: timecents(0.5)}

    sound = voice_of(tmp_path, Layer(wave, moving, loop=(0, len(wave)))).sound[0]

    assert np.abs(sound[40_000:]).max() > 20 * np.abs(sound[500:2000]).max()


def test_vibrato_sets_in_late_and_sways_around_the_pitch(tmp_path: Path) -> None:
    wave = sine(480, 48)
    layer = Layer(wave, {54: 1}, loop=(0, len(wave)))

    still = voice_of(tmp_path, layer, count=72_000).sound[0]
    swaying = voice_of(tmp_path, layer, count=72_000, vibrato_cents=20.0).sound[0]

    np.testing.assert_allclose(still[:16_000], swaying[:16_000], atol=1e-4)
    assert np.abs(still[48_000:] - swaying[48_000:]).max() > 0.1


def test_a_note_of_a_choke_group_stops_the_other(tmp_path: Path) -> None:
    wave = np.full(40_000, 0.5)
    opened, closed = (Layer(wave, {57: 1}, keys=(k, k), root=k) for k in (46, 42))
    other = Layer(wave, keys=(49, 49), root=49)
    notes = (Note(0, 100, 46, 127), Note(0, 100, 49, 127), Note(12_000, 100, 42, 20))

    both = played(tmp_path, {(128, 0): [opened, closed, other]}, part_of(*notes, kit=True), 24_000)
    alone = played(tmp_path, {(128, 0): [other]}, part_of(notes[1], kit=True), 24_000)

    assert both[0, 11_000] == pytest.approx(2 * alone[0, 11_000], rel=0.01)
    assert both[0, 16_000] == pytest.approx(alone[0, 16_000] * (1 + (20 / 127) ** 2), rel=0.02)


def test_drums_ring_on_when_they_are_let_go(tmp_path: Path) -> None:
    drum = Layer(np.full(20_000, 0.5), root=38)

    sound = played(tmp_path, {(128, 0): [drum]}, part_of(Note(0, 10, 38, 127), kit=True), 24_000)

    assert sound[0, 19_000] == pytest.approx(sound[0, 100], rel=0.01)


class TestASlowInstrument:
    """A swell of 200 ms: half of its peak after about 50 ms on its raised-cosine way."""

    swell = 0.8 * (0.5 - 0.5 * np.cos(np.pi * np.minimum(np.arange(48_000) / 9600, 1)))
    half = 4800

    def test_it_starts_early_so_that_it_is_heard_in_time(self, tmp_path: Path) -> None:
        wave = self.swell * np.sign(np.sin(np.arange(48_000) * 0.3) + 1e-9)
        part = part_of(Note(24_000, 20_000, 60, 127))

        sound = played(tmp_path, {(0, 0): [Layer(wave)]}, part, 48_000)

        first = int(np.flatnonzero(np.abs(sound[0]) > 1e-6)[0])
        assert 24_000 - 4320 <= first < 24_000 - 3000

    def test_it_never_starts_before_the_cue(self, tmp_path: Path) -> None:
        wave = self.swell * np.sign(np.sin(np.arange(48_000) * 0.3) + 1e-9)
        part = part_of(Note(0, 20_000, 60, 127))

        sound = played(tmp_path, {(0, 0): [Layer(wave)]}, part, 48_000)

        peak = np.abs(sound[0]).max()
        assert np.abs(sound[0, :1200]).max() > 0.35 * peak
        assert np.abs(sound[0, 0]) < 0.01

    def test_on_a_hit_it_starts_on_the_sample_in_the_middle_of_its_swell(self, tmp_path: Path) -> None:
        wave = self.swell * np.sign(np.sin(np.arange(48_000) * 0.3) + 1e-9)
        part = part_of(Note(24_000, 20_000, 60, 127, True))

        sound = played(tmp_path, {(0, 0): [Layer(wave)]}, part, 48_000)

        assert not sound[:, :24_000].any()
        assert np.abs(sound[0, 24_000:24_720]).max() > 0.4 * np.abs(sound[0]).max()


def test_the_cache_changes_nothing_that_is_heard(tmp_path: Path) -> None:
    wave = sine(480, 480)
    layer = Layer(wave, {54: 1, 8: 9000, 11: 1200, 26: timecents(0.3)}, loop=(0, len(wave)))
    font = SoundFont(write_font(tmp_path / "t.sf2", {(0, 0): [layer]}))
    roomy, tight = Sampler(font), Sampler(font, cache_bytes=1)
    asked = [(60, 90, 9000), (64, 64, 200_000), (60, 93, 100_000), (60, 90, 9000)]

    for key, velocity, held in asked:
        one, gain = roomy.voice(Instrument("x", 0), key, velocity, held, "a")
        two, same = tight.voice(Instrument("x", 0), key, velocity, held, "a")

        assert gain == same
        assert np.array_equal(one.sound, two.sound)


def test_velocities_between_the_kept_ones_are_exact_in_level(tmp_path: Path) -> None:
    sampler = Sampler(SoundFont(write_font(tmp_path / "t.sf2", {(0, 0): [Layer(click())]})))

    levels = {}
    for velocity in (64, 67, 90):
        voice, gain = sampler.voice(Instrument("x", 0), 60, velocity, 4800, "a")
        levels[velocity] = gain * float(np.abs(voice.sound).max())

    assert levels[67] / levels[64] == pytest.approx((67 / 64) ** 2, rel=1e-4)
    assert levels[90] / levels[64] == pytest.approx((90 / 64) ** 2, rel=1e-4)


def test_a_note_longer_than_any_voice_is_held_by_its_loop(tmp_path: Path) -> None:
    wave = sine(480, 480)
    layer = Layer(wave, {54: 1}, loop=(0, len(wave)))
    sampler = Sampler(SoundFont(write_font(tmp_path / "t.sf2", {(0, 0): [layer]})))
    player = SampledPlayer(part_of(Note(0, 40 * 48_000, 60, 127)), sampler)

    blocks = [np.zeros((2, 4 * 48_000), np.float32) for _ in range(11)]
    for number, block in enumerate(blocks):
        player.add_to(block, number * 4 * 48_000)

    levels = [float(np.sqrt(np.mean(block**2))) for block in blocks]
    assert levels[:10] == pytest.approx([levels[0]] * 10, rel=0.05)
    assert levels[10] < 0.1 * levels[0]
