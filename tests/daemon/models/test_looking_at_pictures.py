"""What models see in a film: asked, judged, remembered, laid on the edit; and how they fail."""

import json
import os
import secrets
import threading
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import count
from multiprocessing.connection import Listener
from pathlib import Path
from typing import Self

import numpy as np
import pytest

from fakes.scripted_viewers import EYE, MATCH, ScriptedCaptioner, ScriptedTagger, reply
from ningbgm_agents import document
from ningbgm_agents.evidence import Evidence, PictureCaption, Witness
from ningbgm_agents.thought import ModelFacts
from ningbgm_agents.timeline import Edit, FrameRate, Media, Shot, Span
from ningbgm_daemon.app import score_film
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.commission import Commission
from ningbgm_daemon.ledger import model_entry, senses_in
from ningbgm_daemon.media.memory import SensedPart, sense_part
from ningbgm_daemon.models.host import ADDRESS
from ningbgm_daemon.models.looking import JOB_S, PICTURE_S, Looking
from ningbgm_daemon.models.thinking import Staffing, viewers_of
from ningbgm_daemon.models.viewer import NOBODY, FittingWord, PictureAnswer, Viewers
from ningbgm_daemon.sensing import sense_edit
from ningbgm_daemon.timeline.lay import lay_evidence
from ningbgm_daemon.timeline.reader import open_edit

RATE = FrameRate(Fraction(25))


@pytest.fixture(scope="module")
def part(small_film: Path) -> SensedPart:
    """The small film: three shots of a second."""
    return sense_part(small_film, 0.0, 3.0, 1, lambda _: None, None)


def described(film: Path, part: SensedPart, *script: PictureAnswer) -> tuple[Evidence, ScriptedCaptioner]:
    captioner = ScriptedCaptioner(list(script)) if script else ScriptedCaptioner()
    return Looking(Viewers(captioner)).at_part(film, part).evidence, captioner


def test_each_shot_is_described_once_with_its_source_and_its_frames(
    small_film: Path, part: SensedPart
) -> None:
    evidence, captioner = described(small_film, part)

    assert [(c.start_frame, c.end_frame) for c in evidence.captions] == [(0, 25), (25, 50), (50, 75)]
    assert all(c.start_frame <= c.frame < c.end_frame for c in evidence.captions)
    assert evidence.captions[0] == replace(
        evidence.captions[0],
        text="A woman stirs a pot on a stove.",
        objects=("a woman", "pot"),
        moods=("warm", "calm"),
        confidence=0.6,
        source=EYE.name,
    )
    assert [len(asked) for asked in captioner.asked] == [3]
    assert captioner.limits == [3 * PICTURE_S]
    assert evidence.notes == part.evidence.notes


def test_a_part_is_looked_at_where_it_lies_in_its_file(small_film: Path, part: SensedPart) -> None:
    later = sense_part(small_film, 1.0, 3.0, 1, lambda _: None, None)

    whole, of_whole = described(small_film, part)
    rest, of_rest = described(small_film, later)

    assert [c.frame + 25 for c in rest.captions] == [c.frame for c in whole.captions[1:]]
    assert [one.jpeg for one in of_rest.asked[0]] == [one.jpeg for one in of_whole.asked[0][1:]]


def test_all_pictures_are_tagged_at_once(small_film: Path, part: SensedPart) -> None:
    tagger = ScriptedTagger()

    evidence = Looking(Viewers(tagger=tagger)).at_part(small_film, part).evidence

    assert tagger.asked == [3]
    assert [(tag.frame // 25, tag.word) for tag in evidence.tags] == [
        (shot, word) for shot in range(3) for word in ("food", "warm")
    ]


@pytest.mark.parametrize(
    "nonsense",
    [
        "a woman",
        '{"caption": "A wom',
        reply(caption="dog"),
        reply(caption="the the the the the sea"),
        reply(moods=["elated"]),
        reply(moods=[]),
        reply(objects=["x" * 25]),
        '{"caption": "A dog runs."}',
    ],
)
def test_nonsense_is_asked_about_again_with_the_reason(
    small_film: Path, part: SensedPart, nonsense: str
) -> None:
    good = PictureAnswer(reply(), 0.6)

    evidence, captioner = described(small_film, part, good, PictureAnswer(nonsense, 0.6), good)

    assert len(evidence.captions) == 3
    assert [len(asked) for asked in captioner.asked] == [3, 1]
    assert captioner.asked[0][1].reason == ""
    assert captioner.asked[1][0].reason
    assert captioner.asked[1][0].jpeg == captioner.asked[0][1].jpeg


def test_who_talks_nonsense_three_times_is_left_alone_and_a_note_says_so(
    small_film: Path, part: SensedPart
) -> None:
    evidence, captioner = described(small_film, part, PictureAnswer("no", 0.9))

    assert len(captioner.asked) == 3
    assert evidence.captions == ()
    assert evidence.witnesses == ()
    assert evidence.notes[-1] == (
        "Of small.mp4, 3 of 3 pictures were not described: 3 replies could not be used."
    )


def test_guesses_are_not_told(small_film: Path, part: SensedPart) -> None:
    evidence, _ = described(
        small_film, part, PictureAnswer(reply(), 0.02), PictureAnswer(reply("A dog runs."), 0.7)
    )

    assert [caption.text for caption in evidence.captions] == ["A dog runs."] * 2
    assert evidence.notes[-1] == "Of small.mp4, 1 of 3 pictures were not described: 1 were guesses."


def test_no_model_is_quite_sure(small_film: Path, part: SensedPart) -> None:
    evidence, _ = described(small_film, part, PictureAnswer(reply(), 1.0))

    assert {caption.confidence for caption in evidence.captions} == {0.95}


def test_what_had_to_be_done_for_it_is_noted_once(small_film: Path, part: SensedPart) -> None:
    note = "The memory did not suffice on the GPU in bfloat16, 16 pictures at once."

    evidence, _ = described(small_film, part, PictureAnswer(reply(), 0.6, (note,)))

    assert evidence.notes == (*part.evidence.notes, note)


def test_who_fails_is_noted_and_not_asked_again_in_the_job(small_film: Path, part: SensedPart) -> None:
    captioner, tagger = ScriptedCaptioner(fails_at=0), ScriptedTagger(fails=True)
    looking = Looking(Viewers(captioner, tagger))

    evidence = looking.at_part(small_film, part).evidence
    again = looking.at_part(small_film, part).evidence

    assert evidence.notes[len(part.evidence.notes) :] == (
        "What is seen in small.mp4 was not described, nor what comes after it: its process ended.",
        "What is seen in small.mp4 was not tagged, nor what comes after it: no memory.",
    )
    assert again == part.evidence
    assert (len(captioner.asked), tagger.asked) == (1, [3])


def test_what_was_described_before_it_failed_is_kept(
    small_film: Path, part: SensedPart, tmp_path: Path
) -> None:
    captioner = ScriptedCaptioner([PictureAnswer(reply(), 0.6), PictureAnswer("no", 0.6)], fails_at=1)
    cache = Cache(tmp_path, 1 << 30)

    evidence = Looking(Viewers(captioner), cache).at_part(small_film, part).evidence
    later = Looking(Viewers(ScriptedCaptioner()), cache).at_part(small_film, part).evidence

    assert [caption.start_frame for caption in evidence.captions] == [0]
    assert evidence.notes[-1] == ("Of small.mp4, 2 of 3 pictures were not described: its process ended.")
    assert len(later.captions) == 3


def test_a_model_that_is_too_slow_gets_no_more_of_the_job_s_time(small_film: Path, part: SensedPart) -> None:
    ticks = count()
    captioner = ScriptedCaptioner([PictureAnswer("no", 0.6)])
    looking = Looking(Viewers(captioner), seconds=lambda: next(ticks) * JOB_S * 0.4)

    notes = looking.at_part(small_film, part).evidence.notes

    assert captioner.limits == [3 * PICTURE_S, pytest.approx(0.2 * JOB_S)]
    assert notes[-1] == (
        "What is seen in small.mp4 was not described, nor what comes after it:"
        " the 600 s for the pictures of one job are over."
    )


def test_the_same_model_looks_at_the_same_part_only_once(
    small_film: Path, part: SensedPart, tmp_path: Path
) -> None:
    cache = Cache(tmp_path, 1 << 30)
    viewers = Viewers(ScriptedCaptioner(), ScriptedTagger())

    first = Looking(viewers, cache).at_part(small_film, part)
    silent = Viewers(ScriptedCaptioner(fails_at=0), ScriptedTagger(fails=True))
    again = Looking(silent, cache).at_part(small_film, part)
    other = ScriptedCaptioner(facts=ModelFacts("maker/other"))
    Looking(Viewers(other), cache).at_part(small_film, part)

    assert again == first
    assert len(other.asked) == 1


def test_other_weights_under_the_same_name_look_again(
    small_film: Path, part: SensedPart, tmp_path: Path
) -> None:
    cache = Cache(tmp_path, 1 << 30)
    later = Viewers(
        ScriptedCaptioner([PictureAnswer(reply("A dog runs."), 0.7)], replace(EYE, fingerprint="new")),
        ScriptedTagger((FittingWord("running", "activity", 0.4),), replace(MATCH, fingerprint="new")),
    )

    Looking(Viewers(ScriptedCaptioner(), ScriptedTagger()), cache).at_part(small_film, part)
    evidence = Looking(later, cache).at_part(small_film, part).evidence

    assert {caption.text for caption in evidence.captions} == {"A dog runs."}
    assert {tag.word for tag in evidence.tags} == {"running"}


def test_where_nobody_was_put_to_work_nothing_changes(small_film: Path, part: SensedPart) -> None:
    edit = open_edit(small_film, None, None)

    assert Looking(NOBODY).at_part(small_film, part) is part
    assert sense_edit(edit, viewers=NOBODY) == sense_edit(edit)


def test_a_still_image_beside_a_film_is_seen_too(small_film: Path, poster: Path) -> None:
    viewers = Viewers(ScriptedCaptioner(), ScriptedTagger())

    evidence = sense_edit(open_edit(small_film, None, None), images=[poster], viewers=viewers).evidence

    assert [c.image for c in evidence.captions] == ["", "", "", str(poster)]
    assert {tag.image for tag in evidence.tags} == {"", str(poster)}
    assert evidence.witnesses == (Witness(EYE.name, "apache-2.0"), Witness(MATCH.name, "mit"))


def test_a_still_image_as_a_film_has_one_picture_for_its_whole_length(poster: Path) -> None:
    captioner = ScriptedCaptioner()

    evidence = sense_edit(open_edit(poster, None, 12.0), viewers=Viewers(captioner)).evidence

    assert [len(asked) for asked in captioner.asked] == [1]
    assert [(c.start_frame, c.end_frame) for c in evidence.captions] == [(0, evidence.duration)]


def test_only_what_the_edit_shows_is_in_the_edit() -> None:
    seen = tuple(
        PictureCaption(start + 30, start, start + 100, f"Shot {start}.", (), (), "", 0.6, EYE.name)
        for start in (0, 100, 200)
    )
    evidence = Evidence(RATE, 300, ("picture",), captions=seen)
    media = Media("/a.mp4")
    edit = Edit(
        "cut", RATE, 100, shots=(Shot(Span(0, 100), "take", media, Fraction(6)),)
    )  # frames 150 to 249

    laid = lay_evidence(edit, {"/a.mp4": [(evidence, 0.0)]})

    assert [(c.text, c.frame, c.start_frame, c.end_frame) for c in laid.captions] == [
        ("Shot 100.", 0, 0, 50),
        ("Shot 200.", 80, 50, 100),
    ]


def test_the_ledger_names_who_looked_with_its_licence(small_film: Path, part: SensedPart) -> None:
    forbidden = ModelFacts("maker/eye", licence="cc-by-nc-4.0", noncommercial=True)
    viewers = Viewers(ScriptedCaptioner(facts=forbidden), ScriptedTagger())

    seen = senses_in(Looking(viewers).at_part(small_film, part).evidence)

    assert [model_entry(model).licence for model in seen] == ["cc-by-nc-4.0: not for commercial use", "mit"]


def test_a_film_that_vanished_is_noted(part: SensedPart, tmp_path: Path) -> None:
    evidence = Looking(Viewers(ScriptedCaptioner())).at_part(tmp_path / "gone.mp4", part).evidence

    assert evidence.notes[-1].startswith("What is seen in gone.mp4 was not described: ")


def test_words_of_another_kind_keep_their_kind(small_film: Path, part: SensedPart) -> None:
    tagger = ScriptedTagger((FittingWord("running", "activity", 0.4),))

    evidence = Looking(Viewers(tagger=tagger)).at_part(small_film, part).evidence

    assert {(tag.word, tag.kind, tag.confidence) for tag in evidence.tags} == {("running", "activity", 0.4)}


def test_a_film_is_scored_though_the_process_of_the_model_dies_and_the_other_model_has_gone(
    small_film: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "eye"
    folder.mkdir()
    (folder / "config.json").write_text('{"architectures": ["LlavaForConditionalGeneration"]}')
    (folder / "model.safetensors").write_bytes(b"weights")
    posts = (("captions", str(folder)), ("tags", str(tmp_path / "gone")))

    with DyingHost(tmp_path / "host") as host:
        staffing = Staffing(posts, place=host.place)
        result = score_film(Commission(tmp_path / "out", small_film, workers=1, staffing=staffing))
    plain = score_film(Commission(tmp_path / "plain", small_film, workers=1))

    notes = " ".join(result.sensed.evidence.notes)
    assert document.dump(result.scene) == document.dump(plain.scene)
    assert document.dump(result.made[0].score) == document.dump(plain.made[0].score)
    assert "was not described, nor what comes after it: the process of the model ended" in notes
    assert "was not tagged, nor what comes after it: " in notes
    assert [event for event in result.made[0].events if event.model] == []


@pytest.mark.parametrize(
    ("post", "architecture", "reason"),
    [
        ("captions", "CLIPModel", "let it work as tags"),
        ("tags", "LlavaForConditionalGeneration", "no CLIP or SigLIP"),
    ],
)
def test_a_model_at_the_wrong_post_says_so(
    small_film: Path, part: SensedPart, tmp_path: Path, post: str, architecture: str, reason: str
) -> None:
    (tmp_path / "config.json").write_text(json.dumps({"architectures": [architecture]}))
    (tmp_path / "model.safetensors").write_bytes(b"weights")

    viewers = viewers_of(Staffing(((post, str(tmp_path)),)))

    assert reason in Looking(viewers).at_part(small_film, part).evidence.notes[-1]


class DyingHost:
    """A host of models that hangs up as soon as it is asked, as one does that the system ends."""

    def __init__(self, place: Path) -> None:
        self.place, key = place, secrets.token_bytes(16)
        place.mkdir()
        self._listener = Listener(("127.0.0.1", 0), authkey=key)
        _, port = self._listener.address
        told = {"host": "127.0.0.1", "port": port, "key": key.hex(), "pid": os.getpid()}
        (place / ADDRESS).write_text(json.dumps(told), encoding="ascii")

    def __enter__(self) -> Self:
        threading.Thread(target=self._hang_up, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _hang_up(self) -> None:
        with suppress(OSError):
            while True:
                with self._listener.accept() as line:
                    line.recv_bytes()


@pytest.fixture(scope="module")
def poster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import cv2

    path = tmp_path_factory.mktemp("poster") / "poster.png"
    picture = np.random.default_rng(5).integers(0, 256, (90, 160, 3)).astype(np.uint8)
    assert cv2.imwrite(str(path), picture)
    return path
