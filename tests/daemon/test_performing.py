"""Performers that the user put at their posts: found, asked, named in the ledger, and kept by revisions."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from small_film import write_small_film

from fakes.fake_performer import KEY, FakePerformer
from ningbgm_agents.brief import Request
from ningbgm_agents.errors import ModelError, WishError
from ningbgm_daemon.app import Result, score_film
from ningbgm_daemon.commission import Commission
from ningbgm_daemon.delivery.provenance import read_provenance
from ningbgm_daemon.local_performer import LocalPerformer
from ningbgm_daemon.models.choice import check_fits, read_choice
from ningbgm_daemon.models.posts import known_post
from ningbgm_daemon.models.thinking import Staffing
from ningbgm_daemon.models.weights import fingerprint_of
from ningbgm_daemon.performing import stem_player_of, words_about_performer
from ningbgm_daemon.preparing import RevisionOrder
from ningbgm_daemon.revising import revise_score

WISH = Request("calm", palette="chamber", seed=5)


def staffing(tmp_path: Path, *posts: tuple[str, str]) -> Staffing:
    return Staffing(posts, tmp_path / "data", tmp_path / "run" / "models")


@pytest.fixture
def performer(monkeypatch: pytest.MonkeyPatch) -> FakePerformer:
    monkeypatch.setenv("NINGBGM_PERFORMER_KEY", KEY)
    with FakePerformer(slower=1.01) as one:
        yield one


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """A film whose bass a model plays."""
    folder = tmp_path_factory.mktemp("scored")
    film = write_small_film(folder / "film.mp4", 8.0)
    with FakePerformer() as one, pytest.MonkeyPatch.context() as patch:
        patch.setenv("NINGBGM_PERFORMER_KEY", KEY)
        posts = (("performer", "none"), ("performer.bass", f"grpc://{one.address}"))
        return score_film(
            Commission(
                folder / "out",
                film,
                request=WISH,
                preview=False,
                workers=1,
                staffing=staffing(folder, *posts),
            )
        )


def test_the_record_the_ledger_and_the_provenance_name_who_played_what(scored: Result) -> None:
    ledger = json.loads((scored.folder / "score.json").read_text())["ledger"]
    events = [event for event in scored.made[0].events if event.agent == "performer"]

    assert ledger[-1] == {
        "what": "Played by fake/musicgen: 1m1 bass",
        "licence": "cc-by-nc-4.0: not for commercial use",
        "holder": "its makers",
    }
    assert [event.action for event in events] == ["delivers"]
    assert [(one.cue, one.stem) for one in read_provenance(scored.folder).played] == [("1m1", "bass")]
    assert scored.made[0].verdict.passed


def test_a_revision_keeps_the_stems_that_it_keeps_and_who_played_them(scored: Result, tmp_path: Path) -> None:
    revised = revise_score(RevisionOrder(scored.folder, tmp_path / "out", workers=1))

    bass = Path("stems") / "1m1_bass.wav"
    assert (revised.folder / bass).read_bytes() == (scored.folder / bass).read_bytes()
    assert read_provenance(revised.folder).played == read_provenance(scored.folder).played
    assert "Played by fake/musicgen: 1m1 bass" in (revised.folder / "score.json").read_text()


def test_without_a_word_about_performers_nobody_is_asked(tmp_path: Path) -> None:
    assert stem_player_of(staffing(tmp_path, ("minds", "http://127.0.0.1:9/v1#a"))) is None


def test_before_it_is_used_an_address_tells_its_model_and_its_terms(
    performer: FakePerformer, tmp_path: Path
) -> None:
    who, terms = words_about_performer(read_choice(f"grpc://{performer.address}", tmp_path))

    assert who == "fake/musicgen (fake 1.0) on the processor in float32."
    assert terms.startswith("Its weights are under cc-by-nc-4.0: NOT for commercial use")


def test_where_nobody_listens_that_is_said(tmp_path: Path) -> None:
    (words,) = words_about_performer(read_choice("grpc://127.0.0.1:9", tmp_path))

    assert words == "It cannot be asked now: nobody answers at 127.0.0.1:9."


@pytest.mark.parametrize(
    "text", ["grpc://", "grpc://host", "grpc://a:b@host:1", "grpc:host:1", "grpc://host:1/x"]
)
def test_what_is_no_address_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(WishError, match="grpc://HOST:PORT"):
        read_choice(text, tmp_path)


def test_posts_of_stems_that_there_are_not_are_refused() -> None:
    assert known_post("performer.melody") == "performer.melody"
    with pytest.raises(WishError):
        known_post("performer.bagpipe")


@pytest.mark.parametrize(
    ("post", "text"),
    [
        ("minds", "grpc://127.0.0.1:9"),
        ("minds", "grpcs://127.0.0.1:9"),
        ("minds", "none"),
        ("performer", "http://a:1/v1#b"),
    ],
)
def test_who_plays_does_not_think_and_the_other_way_round(post: str, text: str, tmp_path: Path) -> None:
    with pytest.raises(WishError):
        check_fits(post, read_choice(text, tmp_path))


class TestAModelOnThisDisk:
    def announced(self, place: Path, performer: FakePerformer, mode: int = 0o600) -> LocalPerformer:
        """One whose service runs already, as it announces itself; its process is taken to be this one."""
        local = LocalPerformer(place / "model", place / "run", 5.0)
        (place / "run").mkdir()
        told = {"address": performer.address, "key": KEY, "pid": os.getpid()}
        local.announcement.write_text(json.dumps(told))
        local.announcement.chmod(mode)
        return local

    def test_a_service_that_runs_is_used(self, performer: FakePerformer, tmp_path: Path) -> None:
        local = self.announced(tmp_path, performer)

        assert local.facts().model.name == "fake/musicgen"

    @pytest.mark.skipif(os.name == "nt", reason="Windows keeps the file by its access list")
    def test_a_file_that_others_can_read_is_not_trusted(
        self, performer: FakePerformer, tmp_path: Path
    ) -> None:
        local = self.announced(tmp_path, performer, 0o644)

        with pytest.raises(ModelError, match="its service did not start"):
            local.facts()

    def test_a_folder_that_cannot_be_served_says_why(self, tmp_path: Path) -> None:
        local = LocalPerformer(tmp_path / "nothing", tmp_path / "run", 5.0)

        with pytest.raises(ModelError, match=r"its service did not start: .*nothing"):
            local.facts()

    def test_one_that_was_killed_is_started_again_though_its_number_has_another_process(
        self, performer: FakePerformer, tmp_path: Path
    ) -> None:
        local = self.announced(tmp_path, performer)
        performer.stop()

        with pytest.raises(ModelError, match="its service did not start"):  # for there is no such model
            local.facts()
        assert not local.announcement.exists()

    @pytest.mark.parametrize("changed", [False, True])
    def test_one_that_has_other_weights_loaded_than_lie_there_is_started_again(
        self, performer: FakePerformer, tmp_path: Path, changed: bool
    ) -> None:
        local = self.announced(tmp_path, performer)
        local.model.mkdir()
        (local.model / "model.safetensors").write_bytes(b"weights")
        performer.fingerprint = fingerprint_of(local.model)
        if not changed:
            assert local.facts().model.fingerprint == performer.fingerprint
            return
        (local.model / "model.safetensors").write_bytes(b"other weights")

        with pytest.raises(ModelError, match="its service did not start"):  # for it is no whole model
            local.facts()

    def test_one_that_answers_with_a_refusal_is_not_started_again(
        self, performer: FakePerformer, tmp_path: Path
    ) -> None:
        local = self.announced(tmp_path, performer)
        told = json.loads(local.announcement.read_text())
        local.announcement.write_text(json.dumps({**told, "key": "another"}))

        with pytest.raises(ModelError, match="does not take the key"):
            local.facts()

    def test_where_nothing_can_be_written_that_is_said(self, tmp_path: Path) -> None:
        (tmp_path / "run").write_text("no folder")
        local = LocalPerformer(tmp_path / "model", tmp_path / "run", 5.0)

        with pytest.raises(ModelError, match=r"its service cannot be started: .*run") as caught:
            local.facts()
        assert caught.value.facts["gone"] is True
