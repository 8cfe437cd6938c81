"""Understanding with all senses, without sound, without picture, with images and text alone."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from drawn_film import BRIGHT, DARK, RATE, WARM, Stretch, draw, film, understand

from ningbgm_agents.evidence import Colour, Curve, Evidence, Look, Shown, SpeechSpan, Words
from ningbgm_agents.scene import HolisticScene
from ningbgm_agents.timeline import Edit, FrameRate

SUNNY = Shown(0, 0, Look(0.7, 0.5, 0.3, 0.4, (Colour(240, 200, 80, 1.0),)), source="sun.jpg")
GLOOMY = Shown(0, 0, Look(0.1, 0.1, -0.3, 0.6, (Colour(10, 10, 40, 1.0),)), source="gloom.jpg")
CAPTION = (Words("A dangerous chase at night", "film.txt"),)


def whole(scene: HolisticScene, seconds: int) -> bool:
    """Whether records cover the film, nothing is empty and no error was found."""
    return (
        scene.records[0].span.start == 0
        and scene.records[-1].span.end == scene.duration
        and len(scene.valence.values) == seconds
        and not [f for f in scene.findings if f.severity == "error"]
    )


def test_with_picture_sound_images_and_text() -> None:
    scene = understand(film(images=(SUNNY, GLOOMY), words=CAPTION))

    assert whole(scene, 60)
    assert "a still image shows" in scene.records[0].background


def test_without_sound() -> None:
    scene = understand(film(sound=False))

    assert whole(scene, 60)
    assert {r.background_sound for r in scene.records} == {"no sound was recorded"}
    assert [scene.record_at(s * 25).role for s in (5, 30, 50)] == ["setup", "climax", "release"]


def test_without_picture_the_sound_is_the_anchor() -> None:
    scene = understand(film(picture=False, speech=(SpeechSpan(44, 50, 0.9, -25.0),)))

    assert whole(scene, 60)
    assert "anchored on sound" in scene.summary
    assert {500, 1000} <= {r.span.start for r in scene.records}
    assert scene.arousal.mean(23, 37) > scene.arousal.mean(3, 17) + 0.5
    assert {r.subject for r in scene.records} == {"not seen"}


def test_with_images_and_text_alone_images_stand_evenly_in_time() -> None:
    evidence = Evidence(RATE, 40 * 25, ("image", "text"), images=(SUNNY, GLOOMY), words=CAPTION)

    scene = understand(evidence)

    assert whole(scene, 40)
    assert [r.span.start for r in scene.records] == [0, 500]
    assert scene.valence.mean(0, 15) > scene.valence.mean(25, 40)
    assert "anchored on image" in scene.summary


def test_with_text_alone_the_text_speaks() -> None:
    happy = Evidence(RATE, 30 * 25, ("text",), words=(Words("A joyful wedding dance", "t"),))
    sad = Evidence(RATE, 30 * 25, ("text",), words=(Words("他死了,她在哭", "t"),))

    bright, dark = understand(happy), understand(sad)

    assert whole(bright, 30)
    assert whole(dark, 30)
    assert bright.valence.mean(0, 30) > 0.1 > -0.1 > dark.valence.mean(0, 30)
    assert bright.arousal.mean(0, 30) > dark.arousal.mean(0, 30)
    assert bright.records[0].subject == "as the text says: A joyful wedding dance"


def test_with_nothing_but_a_length() -> None:
    scene = understand(Evidence(RATE, 30 * 25))

    assert whole(scene, 30)
    assert set(scene.valence.values) == {0.0}


@pytest.mark.parametrize("frames", [1, 2, 7, 24, 25, 26])
def test_a_film_of_some_frames(frames: int) -> None:
    evidence = replace(draw(replace(BRIGHT, seconds=2)), duration=frames, cuts=())

    scene = understand(evidence)

    assert whole(scene, 1 if frames <= 25 else 2)


@pytest.mark.parametrize("rate", ["23.976", "29.97 DF", "50", "1"])
def test_films_of_any_rate(rate: str) -> None:
    frames = FrameRate.parse(rate)
    duration = frames.frame_at(Fraction(30))
    evidence = replace(draw(Stretch(30)), rate=frames, duration=duration, shots=(), cuts=())

    scene = understand(evidence, edit=Edit("rate", frames, duration, start_frame=frames.frame_at(3600)))

    assert not [f for f in scene.findings if f.severity == "error"]
    assert scene.records[-1].span.end == duration


def test_an_hour_is_understood() -> None:
    rng = np.random.default_rng(7)
    parts = tuple(
        replace(kind, seconds=int(rng.integers(6, 20)), shot_s=3.0) for kind in (BRIGHT, DARK, WARM) * 100
    )
    evidence = draw(*parts)
    speech = tuple(SpeechSpan(t, t + 3, 0.9, -20.0) for t in range(0, 3000, 6))
    curves = tuple(Curve(c.name, 25.0, tuple(np.repeat(c.values, 6)), c.source) for c in evidence.curves)
    evidence = replace(evidence, speech=speech, curves=curves)

    scene = understand(evidence)

    assert 100 < len(scene.records) < evidence.duration / 25 / 2
    assert not [f for f in scene.findings if f.severity == "error"]
