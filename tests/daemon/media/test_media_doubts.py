from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ningbgm_daemon.media.doubts import find_doubts, find_surprises
from ningbgm_daemon.media.filling import filled
from ningbgm_daemon.media.frames import Step, Track, TrackBuilder, thumb_of
from ningbgm_daemon.media.happenings import find_happenings
from ningbgm_daemon.media.picture import Picture

FPS = 24.0


def wall(seed: int) -> Picture:
    """A picture of its own build."""
    grey = np.full((45, 80), 128, np.uint8)
    luma = np.kron(np.random.default_rng(seed).integers(16, 235, (9, 16)), np.ones((10, 10)))
    return Picture(luma.astype(np.uint8), grey, grey, hd=True)


def track_of(places: list[int], changes: dict[int, float]) -> Track:
    """Pictures seen at these places; the picture becomes another where there is a change."""
    builder, seed = TrackBuilder(), 0
    for place in places:
        seed += place in changes
        picture = wall(seed)
        builder.add(place / FPS, place == 0, Step(changes.get(place, 2.0)), picture, thumb_of(picture))
    return filled(builder.track(), np.arange(places[-1] + 1) / FPS)


def doubts_of(track: Track, surprises: tuple[int, ...] = ()) -> list[tuple[int, int]]:
    none_barred = replace(find_happenings(track, FPS, starved=False), actions=[], flashes=[], gradual=[])
    return find_doubts(track, none_barred, np.array(surprises, np.int64), FPS)


def test_a_large_step_over_pictures_left_out_is_in_doubt() -> None:
    track = track_of(list(range(0, 100, 2)), {50: 60.0})

    assert doubts_of(track) == [(42, 58)]


def test_a_clear_cut_between_neighbours_that_were_seen_is_not() -> None:
    seen = sorted({*range(0, 100, 2), 49, 50})

    assert doubts_of(track_of(seen, {50: 60.0})) == []


def test_even_movement_over_pictures_left_out_is_not() -> None:
    track = track_of(list(range(0, 100, 2)), {})

    assert doubts_of(track) == []


def test_what_was_looked_at_in_whole_is_in_doubt_no_more() -> None:
    seen = sorted({*range(0, 42, 2), *range(42, 59), *range(60, 100, 2)})

    assert doubts_of(track_of(seen, {50: 60.0})) == []


def test_a_packet_left_out_that_is_far_too_large_is_a_surprise() -> None:
    track = track_of(list(range(0, 100, 2)), {})
    sizes: npt.NDArray[np.int64] = np.full(99, 400, np.int64)
    sizes[51] = 30_000

    surprises = find_surprises(track, track.time_s, sizes, 1920 * 1080)

    assert surprises.tolist() == [51]
    assert doubts_of(track, (51,)) == [(42, 60)]
