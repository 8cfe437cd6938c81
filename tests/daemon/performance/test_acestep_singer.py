"""ACE-Step as a singer: what it is asked, how it is waited for, and every way in which it fails."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from scipy import signal
from small_scores import SECOND
from test_singing import KEYS, sung_score

from fakes.ace_step_server import AceStepServer, Fault
from ningbgm_agents.errors import ModelError
from ningbgm_agents.lyrics import SungPassage, SungVerse
from ningbgm_agents.score import Score, Section
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.performance.acestep.answers import model_in, path_of, state_in
from ningbgm_daemon.performance.acestep.line import AceStepLine
from ningbgm_daemon.performance.acestep.request import lyrics_of
from ningbgm_daemon.performance.acestep.singer import AceStepSinger, SingingLimits
from ningbgm_daemon.performance.singing import SungStems
from ningbgm_daemon.performance.singing_passage import passage_of
from ningbgm_daemon.performance.soundfont_performer import SoundFontPerformer
from ningbgm_daemon.performance.stem_player import StemToPlay

QUICK = SingingLimits(poll_s=0.01, least_s=0.4, per_second_s=0.0, busy_s=0.01)
"""For tasks that never end."""
PATIENT = replace(QUICK, least_s=60.0)
"""For all others, on however slow a machine."""
HURRIED: tuple[Fault, ...] = ("drip", "hangs")
ENDLESS: tuple[Fault, ...] = ("never ends", "forgets")
UNREADABLE: tuple[tuple[Fault, str], ...] = (
    ("not found", "it answered with status 404; is it ACE-Step's acestep-api?"),
    ("error", "it answered with status 500 (CUDA out of memory)"),
    ("busy", "it answered with status 429; its queue is full"),
    ("moved", "it answered with status 302"),
    ("no json", "its answer is no JSON"),
    ("not the api", "its answer is not of ACE-Step's API"),
    ("never ends", "it was not done within 0.4 s"),
    ("forgets", "it was not done within 0.4 s"),
    ("fails", "its task failed: generation failed"),
    ("no file", "it says that the task is done and names no file"),
    ("elsewhere", "the file that it names does not lie on the server"),
    ("cut", "its answer was cut"),
    ("drip", "did not answer within 0.5 s"),
    ("hangs", "did not answer within 0.5 s"),
    ("no sound", "what it sent is no sound"),
    ("too short", "it sent 3.3 s where 10.0 s were asked for"),
    ("too long", "it sent 40.0 s where 10.0 s were asked for"),
    ("huge", "its answer is longer than"),
)
WRONG: tuple[tuple[str, object, str], ...] = (
    ("a semitone higher", lambda guide: pitched(guide, 1), "it sings a semitone above the melody"),
    ("silence", lambda guide: guide * 0, "4 of 4 notes are not heard"),
    ("noise", lambda guide: noise(len(guide)), "it sounds where the voice rests"),
    ("a second late", lambda guide: np.roll(guide, SECOND), "of 4"),
)


def pitched(guide: np.ndarray, semitones: float) -> np.ndarray:
    """The guide at another pitch and of the same length: every note from its own place on."""
    out = np.zeros_like(guide)
    for number in range(len(KEYS)):
        first = (1 + number) * SECOND
        piece = guide[first : first + SECOND]
        count = round(SECOND / 2 ** (semitones / 12))
        higher = signal.resample(piece, count)
        out[first : first + min(count, SECOND)] = higher[:SECOND]
    return out.astype(np.float32)


def noise(count: int) -> np.ndarray:
    return np.random.default_rng(1).normal(0, 0.1, count).astype(np.float32)


def singer_of(
    server: AceStepServer, fault: Fault | None = None, key: str = "", model: str = ""
) -> AceStepSinger:
    """The singer at a server; it waits no longer than a fault needs that is one of waiting."""
    line = AceStepLine(server.url, key, 0.5 if fault in HURRIED else 30.0)
    return AceStepSinger(line, model, QUICK if fault in ENDLESS else PATIENT)


def performed(folder: Path, player: SungStems | None, score: Score | None = None) -> np.ndarray:
    SoundFontPerformer(folder, player=player).perform(score or sung_score(), lambda share: None)
    sound, _ = soundfile.read(folder / "stems" / "1m1_voice.wav", dtype="float32")
    return sound


def told(player: SungStems) -> str:
    (how,) = player.told.values()
    return how


@pytest.fixture(scope="module")
def wordless(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    return performed(tmp_path_factory.mktemp("wordless"), None)


def test_it_is_asked_for_a_cover_of_the_wordless_voice_with_words_key_tempo_metre_and_length(
    tmp_path: Path,
) -> None:
    with AceStepServer() as server:
        performed(tmp_path, SungStems(singer_of(server)))

    (asked,) = server.asked
    assert asked.fields | {"prompt": "", "seed": ""} == {
        "task_type": "cover",
        "prompt": "",
        "lyrics": "[Verse 1]\nhana so",
        "vocal_language": "en",
        "bpm": "120",
        "key_scale": "A minor",
        "time_signature": "4",
        "audio_duration": "10.000",
        "audio_cover_strength": "1.0",
        "inference_steps": "8",
        "seed": "",
        "use_random_seed": "false",
        "batch_size": "1",
        "thinking": "false",
        "use_cot_caption": "false",
        "use_cot_language": "false",
        "audio_format": "wav",
    }
    assert "low female voice" in asked.fields["prompt"]
    assert "120 bpm" in asked.fields["prompt"]
    assert (asked.rate_hz, asked.channels, len(asked.guide)) == (48_000, 2, 10 * SECOND)
    assert np.abs(asked.guide[: SECOND // 2]).max() < 1e-4
    assert 0.6 < np.abs(asked.guide[SECOND : 5 * SECOND]).max() <= 0.71
    assert server.paths[0] == "/v1/model_inventory"


def test_what_it_sings_takes_the_voices_place_at_the_level_that_the_voice_had(
    tmp_path: Path, wordless: np.ndarray
) -> None:
    with AceStepServer(lambda guide: np.tanh(6 * guide)) as server:
        player = SungStems(singer_of(server))
        sung = performed(tmp_path, player)

    assert told(player) == "sung"
    assert not np.array_equal(sung, wordless)
    power = [float(np.square(one).mean()) for one in (wordless, sung)]
    assert abs(10 * np.log10(power[0] / power[1])) < 1.5
    (one,) = player.played
    assert (one.cue, one.stem, one.model.name) == ("1m1", "voice", "ACE-Step acestep-v15-turbo")
    assert (one.model.licence, one.model.remote) == ("mit", False)


def test_the_record_says_what_was_sent_and_where(tmp_path: Path) -> None:
    with AceStepServer() as server:
        player = SungStems(singer_of(server))
        performed(tmp_path, player)

    (event,) = player.events
    assert event.action == "delivers"
    assert event.sentence.startswith(f"1m1 voice: sung by ACE-Step acestep-v15-turbo at {server.place}")
    assert event.reasons[0].startswith(f"Shown to {server.place}: 7 characters of words to sing,")
    assert event.reasons[0].endswith("5.9 s of the wordless voice.")


def test_what_comes_a_little_late_is_brought_onto_its_notes(tmp_path: Path) -> None:
    late = round(0.1 * SECOND)
    with AceStepServer(lambda guide: np.roll(guide, late)) as server:
        player = SungStems(singer_of(server))
        moved = performed(tmp_path / "late", player)
    with AceStepServer() as server:
        untouched = SungStems(singer_of(server))
        in_time = performed(tmp_path / "in time", untouched)

    assert "moved by -1" in player.events[0].sentence
    assert "moved" not in untouched.events[0].sentence
    # Only what is further away than 45 ms is moved at all, so half of that is what may be left.
    off = np.argmax(signal.correlate(moved.mean(axis=1), in_time.mean(axis=1), "full", "fft"))
    assert abs(off - (len(in_time) - 1)) < 0.05 * SECOND


def test_nothing_of_it_is_heard_where_nothing_is_sung_nor_in_silences_that_were_asked_for(
    tmp_path: Path,
) -> None:
    score = replace(sung_score(), room="dry")
    cue = replace(score.cues[0], silences=((3 * SECOND, 3 * SECOND + SECOND // 5),))

    def with_hiss(guide: np.ndarray) -> np.ndarray:
        return guide + noise(len(guide)) * np.float32(0.02)

    with AceStepServer(with_hiss) as server:
        player = SungStems(singer_of(server))
        sung = performed(tmp_path, player, replace(score, cues=(cue,)))

    assert told(player) == "sung"
    assert np.abs(sung[: SECOND * 3 // 4]).max() == 0.0
    assert np.abs(sung[SECOND * 11 // 2 :]).max() < 1e-5
    assert np.abs(sung[3 * SECOND + 2000 : 3 * SECOND + SECOND // 5]).max() < 1e-3
    assert np.abs(sung[2 * SECOND : 3 * SECOND]).max() > 0.01


@pytest.mark.parametrize(("fault", "why"), UNREADABLE, ids=[fault for fault, _ in UNREADABLE])
def test_whatever_breaks_the_wordless_voice_stays_and_a_sentence_says_why(
    fault: Fault, why: str, tmp_path: Path, wordless: np.ndarray
) -> None:
    with AceStepServer(fault=fault) as server:
        player = SungStems(singer_of(server, fault))
        sung = performed(tmp_path, player)

    assert why in told(player)
    assert told(player).startswith("wordless, because ")
    assert player.played == ()
    (event,) = player.events
    assert event.action == "falls back"
    assert np.array_equal(sung, wordless)


@pytest.mark.parametrize(("_name", "voice", "why"), WRONG, ids=[name for name, _, _ in WRONG])
def test_what_does_not_pass_its_checks_twice_stays_wordless(
    _name: str, voice: object, why: str, tmp_path: Path, wordless: np.ndarray
) -> None:
    with AceStepServer(voice) as server:  # type: ignore[arg-type]  # a parameter of pytest has no type
        player = SungStems(singer_of(server))
        sung = performed(tmp_path, player)

    assert len(server.asked) == 2
    assert server.asked[0].fields["seed"] != server.asked[1].fields["seed"]
    assert why in told(player)
    (event,) = player.events
    assert [reason[:6] for reason in event.reasons] == ["Shown ", "Try 1:", "Try 2:"]
    assert np.array_equal(sung, wordless)


def test_the_second_try_may_stay(tmp_path: Path) -> None:
    with AceStepServer(fault="fails", well_from=1) as server:
        player = SungStems(singer_of(server))
        performed(tmp_path, player)

    (event,) = player.events
    assert told(player) == "sung"
    assert event.sentence.endswith("at the second try.")
    assert event.reasons[1] == "Try 1: its task failed: generation failed."


def test_where_nobody_listens_the_wordless_voice_stays(tmp_path: Path, wordless: np.ndarray) -> None:
    player = SungStems(AceStepSinger(AceStepLine("http://127.0.0.1:9"), limits=QUICK))
    sung = performed(tmp_path, player)

    assert told(player) == ("wordless, because the singer cannot be asked: nobody answers at 127.0.0.1:9")
    assert np.array_equal(sung, wordless)


def test_who_did_not_answer_is_left_alone_for_the_film(tmp_path: Path) -> None:
    with AceStepServer(fault="never ends") as server:
        player = SungStems(singer_of(server, "never ends"))
        performed(tmp_path / "first", player)
        performed(tmp_path / "again", player)
        performed(tmp_path / "other", player, replace(sung_score(), seed=99))

    assert len(server.asked) == 1
    assert "is left alone for this film" in told(player)


def test_what_was_sung_before_is_used_again_and_still_named(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", 1 << 30)
    with AceStepServer() as server:
        for folder in ("a", "b"):
            player = SungStems(singer_of(server))
            SoundFontPerformer(tmp_path / folder, cache=cache, player=player).perform(
                sung_score(), lambda share: None
            )

    assert len(server.asked) == 1
    assert told(player) == "sung before"
    assert [one.stem for one in player.played] == ["voice"]
    a, b = ((tmp_path / folder / "stems" / "1m1_voice.wav").read_bytes() for folder in "ab")
    assert a == b


def test_other_words_another_seed_and_another_model_are_sung_anew(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", 1 << 30)
    score = sung_score()
    cue = score.cues[0]
    assert cue.lyrics is not None
    german = replace(score, cues=(replace(cue, lyrics=replace(cue.lyrics, language="de")),))
    with AceStepServer() as server:
        for number, (one, model) in enumerate(
            ((score, ""), (german, ""), (replace(score, seed=5), ""), (score, "acestep-v15-base"))
        ):
            player = SungStems(singer_of(server, model=model))
            SoundFontPerformer(tmp_path / str(number), cache=cache, player=player).perform(
                one, lambda share: None
            )

    assert len(server.asked) == 4
    assert server.asked[-1].fields["model"] == "acestep-v15-base"
    assert server.asked[-1].fields["inference_steps"] == "50"


class _Cancelled(Exception):  # noqa: N818 - what a job's progress raises when it is cancelled
    pass


def test_whatever_progress_raises_ends_the_wait_at_once() -> None:
    shares: list[float] = []

    def progress(share: float) -> None:
        shares.append(share)
        if share > 0.25:
            raise _Cancelled

    with AceStepServer(fault="never ends") as server:
        singer = AceStepSinger(AceStepLine(server.url), limits=SingingLimits(poll_s=0.01))
        with pytest.raises(_Cancelled):
            singer.sing(passage(), np.zeros(8 * SECOND, np.float32), progress)

    assert shares == sorted(shares)
    assert server.paths.count("/query_result") <= 2


def passage() -> SungPassage:
    score = sung_score()
    cue = score.cues[0]
    part = next(part for part in cue.parts if part.stem == "voice")
    found = passage_of(StemToPlay(score, cue, "voice", (part,), "key"))
    assert found is not None
    return found


class TestTheLine:
    def test_the_key_is_shown_and_its_lack_is_told(self) -> None:
        with AceStepServer(key="secret") as server:
            assert singer_of(server, key="secret").facts.name == "ACE-Step acestep-v15-turbo"
            with pytest.raises(ModelError, match="it wants its key in NINGBGM_SINGER_KEY"):
                _ = singer_of(server).facts

    def test_older_servers_tell_their_models_elsewhere(self) -> None:
        with AceStepServer(old=True) as server:
            assert singer_of(server).facts.name == "ACE-Step acestep-v15-turbo"

    def test_a_model_that_the_server_does_not_have_is_told_with_those_that_it_has(self) -> None:
        with (
            AceStepServer() as server,
            pytest.raises(ModelError, match="acestep-v15-turbo, acestep-v15-base"),
        ):
            _ = singer_of(server, model="acestep-v2").facts

    def test_the_licence_of_a_strangers_model_is_not_claimed(self) -> None:
        with AceStepServer(models=("my-finetune",)) as server:
            assert singer_of(server).facts.licence == ""

    def test_a_server_that_drips_is_left_after_the_limit(self) -> None:
        with AceStepServer(fault="drip") as server, pytest.raises(ModelError, match=r"within 0\.5 s"):
            singer_of(server, "drip").sing(passage(), np.zeros(8 * SECOND, np.float32), lambda share: None)

    @pytest.mark.parametrize(
        "file",
        [
            "http://127.0.0.1:9/v1/audio",
            "//evil/v1/audio",
            "v1/audio",
            "/v1/a b",
            "/v1/a\r\nX: y",
            "file:///x",
        ],
    )
    def test_files_elsewhere_are_not_fetched(self, file: str) -> None:
        with pytest.raises(ModelError, match="does not lie on the server"):
            path_of(file, "http://127.0.0.1:8001")


class TestAnswers:
    @pytest.mark.parametrize(
        "said",
        [
            b"",
            b"[]",
            b"{}",
            b'{"data": null}',
            b'{"data": {"models": 3}}',
            b'{"data": {"models": []}}',
            b'{"data": {}, "code": 500, "error": "no model"}',
            b"[" * 100_000,
        ],
    )
    def test_what_is_no_list_of_models_is_refused(self, said: bytes) -> None:
        with pytest.raises(ModelError):
            model_in(said)

    @pytest.mark.parametrize("data", [[], {}, None, [3], [{"task_id": "other", "status": 1}]])
    def test_an_answer_that_does_not_tell_of_the_task_is_refused(self, data: object) -> None:
        with pytest.raises(ModelError, match="does not tell of the task"):
            state_in(json.dumps({"data": data}).encode(), "mine")

    @pytest.mark.parametrize("status", [3, -1, "1", None, True, 1.0])
    def test_a_status_that_there_is_not_is_refused(self, status: object) -> None:
        with pytest.raises(ModelError, match="which there is not"):
            state_in(json.dumps({"data": [{"task_id": "mine", "status": status}]}).encode(), "mine")

    @pytest.mark.parametrize("result", ["", "[]", "{", None, 3, "[3]", '[{"file": 3}]', '[{"file": ""}]'])
    def test_a_task_that_is_done_without_a_file_is_refused(self, result: object) -> None:
        said = json.dumps({"data": [{"task_id": "mine", "status": 1, "result": result}]}).encode()

        with pytest.raises(ModelError, match="it says that the task is done"):
            state_in(said, "mine")

    def test_a_list_of_models_as_openrouter_tells_it_is_read(self) -> None:
        said = b'{"data": [{"id": "acemusic/acestep-v15-turbo"}, {"id": "acemusic/acestep-v15-sft"}]}'

        assert model_in(said) == "acestep-v15-turbo"
        assert model_in(said, "acestep-v15-sft") == "acestep-v15-sft"

    def test_ten_minutes_are_the_most(self) -> None:
        short = passage()
        tones = short.syllables[-1].tones
        late = replace(short.syllables[-1], tones=(replace(tones[-1], start=700 * SECOND),))
        long = replace(short, sample_count=720 * SECOND, syllables=(*short.syllables, late))
        singer = AceStepSinger(AceStepLine("http://127.0.0.1:9"))

        with pytest.raises(ModelError, match="it sings 600 s at most, and this is 702 s"):
            singer.sing(long, np.zeros(0, np.float32), lambda share: None)


class TestWords:
    def test_sections_of_our_form_become_structure_tags(self) -> None:
        verses = (
            SungVerse("statement", ("one line", "two lines")),
            SungVerse("climax", ("up",)),
            SungVerse("statement", ("again",)),
            SungVerse("release", ("down",)),
        )

        assert lyrics_of(verses) == (
            "[Verse 1]\none line\ntwo lines\n\n[Chorus]\nup\n\n[Verse 2]\nagain\n\n[Outro]\ndown"
        )

    def test_words_cannot_pose_as_tags(self) -> None:
        assert lyrics_of((SungVerse("statement", ("[Instrumental] hush",)),)) == (
            "[Verse 1]\n(Instrumental) hush"
        )

    def test_a_line_stands_in_the_section_of_its_first_note(self, tmp_path: Path) -> None:
        score = sung_score()
        cue = score.cues[0]
        key = cue.key
        sections = (
            Section("statement", 0, 1, "setup", key, 0.5),
            Section("climax", 1, 99, "climax", key, 0.9),
        )
        with AceStepServer() as server:
            performed(
                tmp_path,
                SungStems(singer_of(server)),
                replace(score, cues=(replace(cue, sections=sections),)),
            )

        assert server.asked[0].fields["lyrics"] == "[Chorus]\nhana so"
