"""Films of which pictures are left out while decoding: what is found is what whole decoding finds."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from drawn_films import Rgb, blended, plain, scene, write_film

from ningbgm_agents.evidence import Evidence
from ningbgm_daemon.media.decode import read_frames
from ningbgm_daemon.media.probe import probe
from ningbgm_daemon.media.sense import sense
from ningbgm_daemon.media.sparing import Sparing, keeps_its_word

B_PICTURES = {"preset": "medium", "bf": "3", "g": "240", "sc_threshold": "0", "x264-params": "b-adapt=0"}
CODINGS = {
    "no key picture at a cut": B_PICTURES,
    "no pyramid": {**B_PICTURES, "bf": "2", "x264-params": "b-adapt=0:b-pyramid=none"},
    "many in a row": {**B_PICTURES, "bf": "8"},
    "open groups": {**B_PICTURES, "g": "30", "x264-params": "b-adapt=0:open-gop=1"},
    "keys at cuts": {**B_PICTURES, "sc_threshold": "40"},
}


def shots(lengths: list[int], seed: int = 70) -> list[Rgb]:
    """Shots of these lengths, one wall after the other."""
    return [picture for index, length in enumerate(lengths) for picture in scene(seed + index, length)]


def hard(evidence: Evidence) -> list[int]:
    return [cut.frame for cut in evidence.cuts if cut.kind == "cut"]


def decoded(path: Path, sparing: Sparing | None) -> int:
    return sum(1 for _ in read_frames(probe(path), -0.02, 99, sparing=sparing))


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
@pytest.mark.parametrize("coding", CODINGS.values(), ids=CODINGS.keys())
def test_cuts_beside_pictures_left_out_are_found_on_their_frame(
    tmp_path: Path, coding: dict[str, str], suffix: str
) -> None:
    lengths = [31, 26, 45, 17, 38, 29, 50, 22, 33, 40, 27, 35]
    film = write_film(tmp_path / f"film.{suffix}", shots(lengths), coding=coding)

    evidence = sense(film, spares=True).evidence

    assert decoded(film, Sparing()) < 0.8 * decoded(film, None)
    assert hard(evidence) == np.cumsum(lengths)[:-1].tolist()
    assert evidence.duration == sum(lengths)


@pytest.mark.parametrize("offset", range(8))
def test_a_cut_anywhere_between_two_pictures_seen_is_exact(tmp_path: Path, offset: int) -> None:
    film = write_film(tmp_path / "film.mp4", shots([60 + offset, 60]), coding=B_PICTURES)

    assert hard(sense(film, spares=True).evidence) == [60 + offset]


def test_pictures_left_out_do_not_move_the_curves(tmp_path: Path) -> None:
    pictures = scene(70, 80, speed=1) + scene(71, 80, speed=3) + scene(72, 80, speed=2)
    film = write_film(tmp_path / "film.mp4", pictures, coding=B_PICTURES)

    whole, spared = (sense(film, spares=spares).evidence for spares in (False, True))

    for name in ("brightness", "saturation", "warmth", "contrast", "motion"):
        one, other = whole.curve(name), spared.curve(name)
        assert one is not None
        assert other is not None
        off = np.abs(np.subtract(other.values, one.values))
        assert (off > 0.03).sum() <= 2, f"{name}, away from the two cuts"


def test_gradual_changes_and_a_flash_are_those_of_whole_decoding(tmp_path: Path) -> None:
    still = scene(21, 60, speed=0)
    black = plain((0, 0, 0), 20)
    flash = [picture.copy() for picture in still]
    flash[30] = np.full_like(flash[0], 250)
    old, new = scene(1, 60, speed=0.1), scene(12, 60, speed=0.1)
    pictures = [*blended(black, still[:20]), *flash, *old[:44], *blended(old[44:], new[:16]), *new[16:]]
    film = write_film(tmp_path / "film.mp4", pictures, coding=B_PICTURES)

    whole, spared = (sense(film, spares=spares).evidence for spares in (False, True))

    assert spared.cuts == whole.cuts
    assert [event.frame for event in spared.events if event.kind == "flash"] == [50]


def test_uneven_pictures_left_out_keep_their_time(tmp_path: Path) -> None:
    gaps = [33, 34, 33, 67, 33, 100, 33, 33] * 20
    times = np.cumsum([0, *gaps[:-1]]).tolist()
    film = write_film(tmp_path / "film.mkv", shots([77, 83]), Fraction(30), times_ms=times, coding=B_PICTURES)

    whole, spared = (sense(film, spares=spares).evidence for spares in (False, True))

    assert len(hard(spared)) == 1
    assert hard(spared) == hard(whole)
    assert spared.duration == whole.duration


def test_a_film_that_begins_late_in_its_file_keeps_its_frames(tmp_path: Path) -> None:
    film, late = write_film(tmp_path / "film.mp4", shots([62, 71]), coding=B_PICTURES), tmp_path / "late.ts"
    with av.open(str(film)) as source, av.open(str(late), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is None or packet.pts is None:
                continue
            packet.pts, packet.dts, packet.stream = packet.pts + 400_000, packet.dts + 400_000, stream
            target.mux(packet)

    assert hard(sense(late, spares=True).evidence) == [62]


def test_a_range_of_a_film_counts_from_its_own_first_frame(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mp4", shots([62, 71, 80]), coding=B_PICTURES)

    evidence = sense(film, start_s=2, end_s=7, spares=True).evidence

    assert hard(evidence) == [14, 85]


def test_a_file_that_shows_fewer_pictures_than_it_announces_is_not_trusted() -> None:
    announced = np.arange(50) / 25

    assert keeps_its_word(announced, announced[::2][7:], (0, 0.5))
    assert not keeps_its_word(announced, announced[::2], (0, 0.5))
    assert not keeps_its_word(announced, announced + 0.01, (0, 0.5))


def test_a_packet_without_a_time_ends_the_trust() -> None:
    sparing = Sparing()

    assert not sparing.wants(1.0, 100)
    assert sparing.wants(None, 100)
    assert sparing.unsure
    assert sparing.wants(2.0, 100)
