from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
from small_scores import SECOND
from tiny_font import Layer, click, sine, write_font

from ningbgm_agents.errors import PerformanceError
from ningbgm_agents.score import Instrument, Note, Part
from ningbgm_daemon.performance.player import SampledPlayer
from ningbgm_daemon.performance.rendering import fingerprint
from ningbgm_daemon.performance.sampler import Sampler
from ningbgm_daemon.performance.sfz import Sfz
from ningbgm_daemon.performance.sfz_text import read_sfz_text
from ningbgm_daemon.performance.soundfont import SoundFont

Audio = npt.NDArray[np.float32]


def wave(path: Path, sound: npt.NDArray[np.float64], rate_hz: int = 48_000) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, sound, rate_hz, subtype="FLOAT")
    return path


def sfz(folder: Path, text: str) -> Path:
    path = folder / "mine.sfz"
    path.write_text(text)
    return path


def played(path: Path, *notes: Note, count: int = SECOND, name: str = "mine") -> Audio:
    sampler = Sampler(SoundFont(write_font(path.parent / "t.sf2", {(0, 0): [Layer(np.zeros(64))]})))
    block = np.zeros((2, count), np.float32)
    part = Part(name, "melody", Instrument(name, samples=str(path)), notes)
    SampledPlayer(part, sampler).add_to(block, 0)
    return block


def peak(sound: Audio) -> float:
    return float(np.abs(sound).max())


@pytest.mark.parametrize("start", [0, 1, 4_799, 33_333])
def test_a_note_of_an_sfz_is_heard_on_its_sample(tmp_path: Path, start: int) -> None:
    wave(tmp_path / "click.wav", click())
    path = sfz(tmp_path, "<region> sample=click.wav pitch_keycenter=60")

    sound = played(path, Note(start, 9_600, 60, 127))

    assert int(np.argmax(np.abs(sound[0]))) == start
    assert sound[0, start] == pytest.approx(0.9 * np.sqrt(0.5), rel=1e-4)
    assert not sound[:, :start].any()


def test_key_and_velocity_ranges_choose_the_region(tmp_path: Path) -> None:
    for name, level in (("soft", 0.1), ("loud", 0.8), ("high", 0.5)):
        wave(tmp_path / f"{name}.wav", click() * level / 0.9)
    path = sfz(
        tmp_path,
        "<group> amp_veltrack=0 hikey=b4\n<region> sample=soft.wav hivel=63\n"
        "<region> sample=loud.wav lovel=64\n"
        "<group> amp_veltrack=0\n<region> lokey=c5 sample=high.wav pitch_keytrack=0",
    )

    peaks = [
        peak(played(path, Note(0, 4_800, key, velocity))) for key, velocity in ((60, 60), (60, 64), (72, 9))
    ]

    assert peaks == pytest.approx([level * np.sqrt(0.5) for level in (0.1, 0.8, 0.5)], rel=1e-4)


def test_pitch_follows_the_key_from_its_centre_and_the_tuning(tmp_path: Path) -> None:
    wave(tmp_path / "a.wav", sine(440.0, 440))
    path = sfz(tmp_path, "<region> sample=a.wav pitch_keycenter=a4 tune=50 transpose=-12")

    sound = played(path, Note(0, SECOND, 81, 127), count=SECOND // 2)

    spectrum = np.abs(np.fft.rfft(sound[0, :24_000] * np.hanning(24_000)))
    assert int(np.argmax(spectrum)) * 2 == pytest.approx(440 * 2 ** (50 / 1200), abs=2)


def test_loudness_goes_by_volume_and_by_the_square_of_the_velocity(tmp_path: Path) -> None:
    wave(tmp_path / "click.wav", click())
    path = sfz(tmp_path, "<region> sample=click.wav volume=-6")

    loud, soft = (peak(played(path, Note(0, 4_800, 60, velocity))) for velocity in (127, 71))

    assert loud == pytest.approx(0.9 * np.sqrt(0.5) * 10 ** (-6 / 20), rel=1e-4)
    assert soft / loud == pytest.approx((71 / 127) ** 2, rel=1e-4)


def test_pan_and_stereo_samples_keep_their_sides(tmp_path: Path) -> None:
    wave(tmp_path / "mono.wav", click())
    wave(tmp_path / "stereo.wav", np.stack([click(), 0.5 * click()], axis=1))

    left = played(sfz(tmp_path, "<region> sample=mono.wav pan=-100"), Note(0, 4_800, 60, 127))
    both = played(sfz(tmp_path, "<region> sample=stereo.wav"), Note(0, 4_800, 60, 127))

    assert peak(left[0]) == pytest.approx(0.9, rel=1e-4)
    assert peak(left[1]) < 1e-6
    assert peak(both[1]) == pytest.approx(0.5 * peak(both[0]), rel=1e-4)


def test_a_loop_holds_the_note_and_the_release_ends_it(tmp_path: Path) -> None:
    wave(tmp_path / "loop.wav", sine(480.0, 10))
    looped = "<region> sample=loop.wav loop_mode=loop_continuous loop_start=0 loop_end=999 ampeg_release=0.1"
    once = "<region> sample=loop.wav loop_mode=no_loop"

    held = played(sfz(tmp_path, looped), Note(0, 24_000, 60, 127))
    short = played(sfz(tmp_path, once), Note(0, 24_000, 60, 127))

    assert peak(held[:, 20_000:23_000]) > 0.5
    assert peak(held[:, 30_000:]) < 1e-3
    assert peak(short[:, 1_100:]) == 0.0


def test_a_loop_written_into_the_wave_is_used(tmp_path: Path) -> None:
    path = wave(tmp_path / "loop.wav", sine(480.0, 10))
    loop = struct.pack("<9I6I", 0, 0, 0, 60, 0, 0, 0, 1, 0, 0, 0, 0, 999, 0, 0)
    path.write_bytes(path.read_bytes() + b"smpl" + struct.pack("<I", len(loop)) + loop)

    sound = played(sfz(tmp_path, "<region> sample=loop.wav"), Note(0, 24_000, 60, 127))

    assert peak(sound[:, 20_000:23_000]) > 0.5


def test_an_envelope_rises_and_falls_to_its_sustain(tmp_path: Path) -> None:
    wave(tmp_path / "loop.wav", sine(480.0, 10))
    path = sfz(
        tmp_path,
        "<region> sample=loop.wav loop_mode=loop_continuous ampeg_attack=0.2"
        " ampeg_decay=0.2 ampeg_sustain=25",
    )

    voice_at = played(path, Note(9_600, 40_000, 60, 127, hit=False))

    whole = 0.8 * np.sqrt(0.5)
    assert peak(voice_at[:, 36_000:40_000]) == pytest.approx(0.25 * whole, rel=0.02)


def test_what_outer_headers_say_is_passed_down_and_defines_and_includes_are_read(tmp_path: Path) -> None:
    wave(tmp_path / "Samples" / "a note.wav", click())
    (tmp_path / "part.sfz").write_text("<region> key=$KEY sample=a note.wav // a comment\n")
    path = sfz(
        tmp_path,
        "<control> default_path=Samples\\\n#define $KEY 64\n<global> volume=-6 <group> pan=100\n"
        '#include "part.sfz"\n/* <region> sample=missing.wav */',
    )

    sound = played(path, Note(0, 4_800, 64, 127))

    assert peak(sound[0]) < 1e-6
    assert peak(sound[1]) == pytest.approx(0.9 * 10 ** (-6 / 20), rel=1e-4)
    assert peak(played(path, Note(0, 4_800, 65, 127))) == 0.0


def test_what_is_not_understood_is_told(tmp_path: Path) -> None:
    wave(tmp_path / "a.wav", click())
    path = sfz(
        tmp_path,
        "<region> sample=a.wav lfo01_freq=3 eq1_gain=2\n<region> sample=a.wav trigger=release",
    )

    assert Sfz(path).unread == (
        "not understood: eq1_gain, lfo01_freq",
        "1 regions not played: releases, legato, later rounds, chance or no sample",
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<region> sample=none.wav", "none.wav, which is not there"),
        ("nothing", "no <region>"),
        ("<region> sample=a.wav key=h9", "key=h9|lokey=h9"),
        ("<region> sample=a.wav trigger=release", "no region that is played"),
        ("<region> sample=broken.wav", "cannot be read"),
    ],
)
def test_an_sfz_that_cannot_be_played_is_told_in_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    wave(tmp_path / "a.wav", click())
    (tmp_path / "broken.wav").write_text("no sound")

    with pytest.raises(PerformanceError, match=sentence):
        played(sfz(tmp_path, text), Note(0, 4_800, 60, 127))


def test_a_second_soundfont_plays_one_instrument_and_leaves_the_others(tmp_path: Path) -> None:
    whole = write_font(tmp_path / "a.sf2", {(0, 0): [Layer(click())]})
    own = write_font(tmp_path / "b.sf2", {(0, 0): [Layer(0.5 * click())]})
    sampler = Sampler(SoundFont(whole))
    note = Note(0, 4_800, 60, 127)

    sounds = []
    for instrument in (Instrument("piano"), Instrument("piano", samples=str(own))):
        block = np.zeros((2, 9_600), np.float32)
        SampledPlayer(Part("p", "melody", instrument, (note,)), sampler).add_to(block, 0)
        sounds.append(peak(block))

    assert sounds[1] == pytest.approx(0.5 * sounds[0], rel=1e-3)


def test_a_changed_sample_changes_the_fingerprint_and_what_is_heard(tmp_path: Path) -> None:
    font = write_font(tmp_path / "a.sf2", {(0, 0): [Layer(click())]})
    wave(tmp_path / "a.wav", click())
    path = sfz(tmp_path, "<region> sample=a.wav")
    part = Part("p", "melody", Instrument("mine", samples=str(path)), (Note(0, 4_800, 60, 127),))
    sampler = Sampler(SoundFont(font))
    before, first = fingerprint((part,), 9_600, "dry", font, "sampler"), np.zeros((2, 9_600), np.float32)
    SampledPlayer(part, sampler).add_to(first, 0)

    wave(tmp_path / "a.wav", np.concatenate([0.25 * click(), np.zeros(9)]))
    sampler.forget_changed()
    second = np.zeros((2, 9_600), np.float32)
    SampledPlayer(part, sampler).add_to(second, 0)

    assert fingerprint((part,), 9_600, "dry", font, "sampler") != before
    assert peak(second) == pytest.approx(0.25 * peak(first), rel=1e-3)
    plain = replace(part, instrument=Instrument("mine"))
    assert fingerprint((plain,), 9_600, "dry", font, "sampler") != before


def test_a_region_takes_the_folder_that_holds_where_it_stands(tmp_path: Path) -> None:
    drums = [f"<control> default_path={drum}/\n<region> sample=k.wav\n" for drum in ("kick", "snare")]
    (tmp_path / "kit.sfz").write_text("".join(drums))

    assert [one["sample"] for one in read_sfz_text(tmp_path / "kit.sfz").regions] == [
        "kick/k.wav",
        "snare/k.wav",
    ]


def test_what_would_grow_without_an_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.sfz"
    path.write_text(f"#define $A {'x' * 60_000}\n<region> sample=k.wav\n" + "$A " * 60_000)
    with pytest.raises(PerformanceError, match="too large"):
        read_sfz_text(path)

    path.write_text('#include "/dev/zero"\n')
    with pytest.raises(PerformanceError, match="no file"):
        read_sfz_text(path)
