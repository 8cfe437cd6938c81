"""The brief bends the scene: feelings, shifts, arcs and silences."""

import pytest
from drawn_film import RATE, Stretch, draw, film, understand

from ningbgm_agents.brief import Brief, MoodShift, Silence
from ningbgm_agents.evidence import Colour, Event, SpeechSpan
from ningbgm_agents.scene import HolisticScene
from ningbgm_agents.timeline import Edit, Marker

FLAT = draw(Stretch(60))


def silent(scene: HolisticScene) -> list[tuple[int, int]]:
    return [(r.span.start, r.span.end) for r in scene.records if r.wanted_silence]


def test_a_wished_feeling_wins_over_the_picture_and_keeps_its_contrast() -> None:
    scene = understand(film(), Brief(valence=0.7))

    assert scene.valence.mean(0, 60) == pytest.approx(0.7, abs=0.15)
    assert scene.valence.mean(3, 17) > scene.valence.mean(23, 37)
    assert any(s.source == "wish" and s.field == "valence" for s in scene.records[0].support)


def test_a_wished_energy_moves_only_the_energy() -> None:
    plain, wished = understand(film()), understand(film(), Brief(arousal=-0.6))

    assert wished.arousal.mean(0, 60) < -0.4
    assert wished.valence == plain.valence


def test_a_shift_is_heard_in_its_part_only_and_becomes_a_turn() -> None:
    shift = MoodShift(0.8, 1.0, 0.8, 0.7, "triumphant ending")

    plain, scene = understand(FLAT), understand(FLAT, Brief(shifts=(shift,)))

    assert scene.valence.mean(52, 60) == pytest.approx(0.8, abs=0.1)
    assert scene.arousal.mean(52, 60) == pytest.approx(0.7, abs=0.1)
    assert scene.valence.mean(0, 40) == pytest.approx(plain.valence.mean(0, 40), abs=0.05)
    assert any("triumphant ending" in turn.why for turn in scene.turns)


def test_the_climax_goes_where_the_wish_asks_for_agitation() -> None:
    shift = MoodShift(0.7, 1.0, 0.3, 0.9, "epic")

    scene = understand(film(), Brief(shifts=(shift,)))

    assert next(r for r in scene.records if r.role == "climax").span.start >= 1000


@pytest.mark.parametrize(("arc", "grows"), [("rise", True), ("fall", False)])
def test_an_arc_lifts_one_end(arc: str, grows: bool) -> None:
    scene = understand(FLAT, Brief(arc=arc))  # type: ignore[arg-type]  # literal by table

    assert (scene.arousal.mean(45, 60) > scene.arousal.mean(0, 15) + 0.3) is grows


def test_a_rising_arc_puts_the_climax_late() -> None:
    scene = understand(FLAT, Brief(arc="rise"))

    assert scene.records[-1].role == "climax"


def test_a_steady_arc_flattens_the_energy() -> None:
    plain, steady = understand(film()), understand(film(), Brief(arc="steady"))

    assert max(steady.arousal.values) - min(steady.arousal.values) < 0.6 * (
        max(plain.arousal.values) - min(plain.arousal.values)
    )


def test_a_silence_of_the_brief_starts_and_ends_with_records() -> None:
    scene = understand(film(), Brief(silences=(Silence(5.0, 9.2, "quiet"),)))

    assert silent(scene) == [(125, 230)]


def test_silence_until_the_door_slams_ends_at_the_strongest_sound() -> None:
    events = (Event(200, "sound", 0.4, 0.9), Event(260, "sound", 0.9, 0.9), Event(300, "action", 1.0, 1.0))

    scene = understand(film(events=events), Brief(silences=(Silence(0, 20, "", "the door slams"),)))

    assert silent(scene)[-1][1] == 260


def test_a_marker_with_the_word_is_surer_than_any_event() -> None:
    edit = Edit("marked", RATE, 1500, markers=(Marker(175, "Door!"),))
    events = (Event(260, "sound", 0.9, 0.9),)

    scene = understand(film(events=events), Brief(silences=(Silence(0, 20, "", "the door slams"),)), edit)

    assert silent(scene)[-1][1] == 175


@pytest.mark.parametrize("until", ["she speaks", "第一句台词"])
def test_silence_until_somebody_speaks(until: str) -> None:
    evidence = film(speech=(SpeechSpan(8.0, 10.0, 0.9),))

    scene = understand(evidence, Brief(silences=(Silence(0, 20, "", until),)))

    assert silent(scene)[-1][1] == 200


def test_what_is_not_found_is_guessed_and_said() -> None:
    scene = understand(draw(Stretch(60, shot_s=90)), Brief(silences=(Silence(0, 40, "", "the whale sings"),)))

    assert silent(scene)[-1][1] == 250
    why = [s.why for s in scene.records[0].support if s.field == "wanted_silence"]
    assert "guessed" in why[0]


def test_a_long_black_pause_wants_silence() -> None:
    black = Stretch(4, 0.0, 0.0, 0.0, 0.0, 60, -70, 0, Colour(0, 0, 0, 1.0))

    scene = understand(draw(Stretch(20), black, Stretch(20)))

    assert silent(scene) == [(500, 600)]


def test_the_climax_is_not_put_into_a_silence() -> None:
    scene = understand(film(), Brief(silences=(Silence(20.0, 40.0, "quiet"),)))

    assert not any(r.wanted_silence and r.role == "climax" for r in scene.records)
