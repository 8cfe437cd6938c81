from dataclasses import replace

import numpy as np

from ningbgm_daemon.media.closer import agrees
from ningbgm_daemon.media.filling import filled, spliced
from ningbgm_daemon.media.frames import Step, Track, TrackBuilder, thumb_of
from ningbgm_daemon.media.picture import Picture


def track_of(places: list[int], lights: list[int], fps: int = 25) -> Track:
    """Grey pictures of these lights at these places."""
    builder = TrackBuilder()
    before = lights[0]
    for place, light in zip(places, lights, strict=True):
        grey = np.full((45, 80), 128, np.uint8)
        picture = Picture(np.full((90, 160), light, np.uint8), grey, grey, hd=True)
        step = Step(change=abs(light - before), speed=0.02)
        builder.add(place / fps, place == 0, step, picture, thumb_of(picture))
        before = light
    return builder.track()


def test_pictures_left_out_lie_between_their_neighbours() -> None:
    track = filled(track_of([0, 2, 6], [100, 120, 200]), np.arange(9) / 25)

    assert track.luma.tolist() == [100, 110, 120, 140, 160, 180, 200]
    assert track.thumbs[:, 0].tolist() == [100, 110, 120, 140, 160, 180, 200]
    assert track.change.tolist() == [0, 10, 10, 20, 20, 20, 20]
    assert track.span.tolist() == [1, 0, 2, 0, 0, 0, 4]


def test_movement_is_of_one_step_however_many_it_crosses() -> None:
    track = filled(track_of([0, 2, 6], [100, 120, 200]), np.arange(7) / 25)

    np.testing.assert_allclose(track.speed[[2, 6]], [0.01, 0.005])
    assert np.isnan(track.speed[[1, 3, 4, 5]]).all()


def test_a_track_with_nothing_left_out_stays_as_it_is() -> None:
    track = track_of([0, 1, 2], [100, 120, 200])

    assert filled(track, track.time_s) is track


def test_a_piece_takes_the_place_of_what_was_estimated() -> None:
    track = filled(track_of([0, 4, 8], [100, 100, 200]), np.arange(9) / 25)
    piece = track_of([4, 5, 6, 7, 8], [100, 100, 200, 200, 200])

    whole = spliced(track, [piece])

    assert whole.time_s.tolist() == track.time_s.tolist()
    assert whole.luma.tolist() == [100, 100, 100, 100, 100, 100, 200, 200, 200]
    assert whole.change.tolist() == [0, 0, 0, 0, 0, 0, 100, 0, 0]
    assert whole.span.tolist() == [1, 0, 0, 0, 4, 1, 1, 1, 1]


def test_a_piece_that_shows_other_pictures_is_not_agreed_with() -> None:
    track = filled(track_of([0, 4, 8], [100, 100, 200]), np.arange(9) / 25)
    piece = track_of([4, 5, 6, 7, 8], [100, 100, 200, 200, 200])

    assert agrees(track, piece)
    assert not agrees(track, replace(piece, thumbs=piece.thumbs + np.uint8(9)))
    assert not agrees(track, replace(piece, time_s=piece.time_s + 0.01))
