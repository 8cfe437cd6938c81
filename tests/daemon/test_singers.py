"""A singer that the user put at the voice's post: chosen, asked, beside a model that plays, and recorded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_film import write_small_film

from fakes.ace_step_server import AceStepServer
from fakes.fake_performer import KEY, FakePerformer
from ningbgm_agents.brief import Request
from ningbgm_agents.errors import WishError
from ningbgm_agents.lyrics import VocalWish
from ningbgm_daemon.app import Result, score_film
from ningbgm_daemon.commission import Commission
from ningbgm_daemon.delivery.provenance import read_provenance
from ningbgm_daemon.models.choice import check_fits, lasting, read_choice_at
from ningbgm_daemon.models.posts import VOICE, adds_at, known_post
from ningbgm_daemon.models.thinking import Staffing
from ningbgm_daemon.performance.ensemble import Ensemble
from ningbgm_daemon.performance.guided.guided_stems import GuidedStems
from ningbgm_daemon.performance.singing import SungStems
from ningbgm_daemon.performing import stem_player_of, words_about_performer
from ningbgm_daemon.preparing import RevisionOrder
from ningbgm_daemon.revising import revise_score

URL = "http://127.0.0.1:8001"
WISH = Request("calm", palette="chamber", seed=5, vocals=VocalWish(sing=True, voice="alto"))


def staffing(folder: Path, *posts: tuple[str, str]) -> Staffing:
    return Staffing(posts, folder / "data", folder / "run" / "models")


def chosen(text: str, post: str = VOICE) -> object:
    return read_choice_at(post, text, Path())


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """A film whose bass a model of music plays and whose voice a model of singing sings."""
    folder = tmp_path_factory.mktemp("scored")
    film = write_small_film(folder / "film.mp4", 16.0)
    with FakePerformer() as one, AceStepServer() as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("NINGBGM_PERFORMER_KEY", KEY)
        posts = (("performer", "none"), ("performer.bass", f"grpc://{one.address}"), (VOICE, server.url))
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


def test_a_model_that_plays_and_one_that_sings_work_on_one_film(scored: Result) -> None:
    told = [event for event in scored.made[0].events if event.agent == "performer"]
    ledger = json.loads((scored.folder / "score.json").read_text())["ledger"]

    assert {event.sentence.split(":")[0] for event in told} == {"1m1 voice", "1m1 bass"}
    assert {event.action for event in told} == {"delivers"}
    assert {(one.stem, one.model.name) for one in read_provenance(scored.folder).played} == {
        ("voice", "ACE-Step acestep-v15-turbo"),
        ("bass", "fake/musicgen"),
    }
    (sung,) = [entry for entry in ledger if "ACE-Step" in entry["what"]]
    assert sung["what"].endswith(": 1m1 voice")
    assert sung["licence"] == "mit"
    assert scored.made[0].verdict.passed


def test_a_revision_keeps_what_was_sung_and_who_sang_it(scored: Result, tmp_path: Path) -> None:
    revised = revise_score(RevisionOrder(scored.folder, tmp_path / "out", workers=1))

    voice = Path("stems") / "1m1_voice.wav"
    assert (revised.folder / voice).read_bytes() == (scored.folder / voice).read_bytes()
    assert read_provenance(revised.folder).played == read_provenance(scored.folder).played


def test_who_is_at_which_post_decides_who_is_asked(tmp_path: Path) -> None:
    bass = ("performer.bass", "grpc://127.0.0.1:9")

    assert isinstance(stem_player_of(staffing(tmp_path, (VOICE, URL))), SungStems)
    assert isinstance(stem_player_of(staffing(tmp_path, (VOICE, URL), bass)), Ensemble)
    assert isinstance(stem_player_of(staffing(tmp_path, bass)), GuidedStems)
    assert isinstance(stem_player_of(staffing(tmp_path, (VOICE, "none"), bass)), GuidedStems)


@pytest.mark.parametrize(
    ("text", "url", "model"),
    [
        (URL, URL, ""),
        (f"{URL}#acestep-v15-base", URL, "acestep-v15-base"),
        ("https://music.example.com/ace", "https://music.example.com/ace", ""),
        ("http://[::1]:8001", "http://[::1]:8001", ""),
    ],
)
def test_a_singers_address_needs_no_model(text: str, url: str, model: str) -> None:
    choice = read_choice_at(VOICE, text, Path())
    check_fits(VOICE, choice)

    assert (choice.kind, choice.url, choice.name) == ("singer", url, model)
    assert lasting(choice) == text


@pytest.mark.parametrize(
    "text", ["http://", "http://a b", "http://user@host:1", "http://host:99999", "http://host:1?x"]
)
def test_what_is_no_servers_address_is_refused(text: str) -> None:
    with pytest.raises(WishError, match="http://HOST:PORT"):
        chosen(text)


def test_a_singer_plays_no_instrument() -> None:
    with pytest.raises(WishError, match=f"say performer.voice={URL}"):
        chosen(URL, "performer")
    with pytest.raises(WishError, match="#qwen3:8b"):
        chosen(URL, "minds")
    assert known_post(VOICE) == VOICE
    assert adds_at(VOICE).startswith("sings the words")


def test_before_it_is_used_a_singer_tells_its_model_and_its_terms() -> None:
    with AceStepServer() as server:
        who, terms = words_about_performer(read_choice_at(VOICE, server.url, Path()))

    assert who == f"ACE-Step acestep-v15-turbo at {server.place} sings, where somebody sings (--vocals)."
    assert terms == "Its weights are under mit."


def test_where_nobody_listens_that_is_said_and_what_would_leave_the_machine() -> None:
    (here,) = words_about_performer(read_choice_at(VOICE, "http://127.0.0.1:9", Path()))
    (there,) = words_about_performer(read_choice_at(VOICE, "http://singer.invalid:8001", Path()))

    assert here == "It cannot be asked now: nobody answers at 127.0.0.1:9."
    assert there == (
        "It cannot be asked now: nobody answers at singer.invalid:8001."
        " Words, style and the wordless voice are sent to http://singer.invalid:8001, unencrypted."
    )
