"""Both ends of a performer's line, the service with a scripted model: encrypted, broken, busy."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from fakes.own_certificate import make_certificate
from fakes.scripted_performer import KEY, ScriptedModel, Served, playing, served
from ningbgm_agents.errors import ModelError, WishError
from ningbgm_daemon.models.choice import read_choice
from ningbgm_daemon.performance.guided.performer_key import KEY as KEY_NAME
from ningbgm_daemon.performance.guided.performer_line import LineLimits, PerformerLine
from ningbgm_daemon.performance.guided.player import Audio, Passage
from ningbgm_daemon.performance.guided.secrecy import Secrecy
from ningbgm_daemon.performers.limits import Limits
from ningbgm_daemon.performers.service import Terms
from ningbgm_daemon.performing import words_about_performer

pytestmark = pytest.mark.anyio
PASSAGE = Passage("strings", 50_000, 8_000, 3, np.zeros(0, np.float32), np.zeros((0, 12), np.float32))


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def line_to(service: Served, secrecy: Secrecy | None = None) -> PerformerLine:
    return PerformerLine(service.here.address, KEY, limits=LineLimits(facts_s=60.0), secrecy=secrecy)


async def played(line: PerformerLine) -> Audio:
    return await asyncio.to_thread(line.play, PASSAGE, lambda _share: None)


async def failure(line: PerformerLine) -> ModelError:
    with pytest.raises(ModelError) as caught:
        await played(line)
    return caught.value


async def test_a_passage_comes_whole_over_an_encrypted_line(tmp_path: Path) -> None:
    tls = make_certificate(tmp_path)
    async with served(playing, Terms(key=KEY, tls=tls)) as service:
        line = line_to(service, Secrecy(tls.certificate))
        facts = await asyncio.to_thread(line.facts)
        sound = await played(line)

    assert facts.model.name == "scripted"
    assert sound.shape == (2, 50_000)
    assert (sound[0] == 3).all()


async def test_who_shows_a_certificate_that_nobody_vouches_for_is_told_nothing(tmp_path: Path) -> None:
    model = playing()
    async with served(lambda: model, Terms(key=KEY, tls=make_certificate(tmp_path))) as service:
        error = await failure(line_to(service, Secrecy()))

    assert str(error) == (
        f"nobody vouches for {service.here.address}: name the authority of its certificate in performer_ca"
    )
    assert not model.batches


async def test_a_certificate_of_another_name_is_not_taken(tmp_path: Path) -> None:
    tls = make_certificate(tmp_path, "DNS:elsewhere.example")
    async with served(playing, Terms(key=KEY, tls=tls)) as service:
        error = await failure(line_to(service, Secrecy(tls.certificate)))

    assert "nobody vouches for" in str(error)


async def test_where_one_side_alone_encrypts_nobody_answers(tmp_path: Path) -> None:
    tls = make_certificate(tmp_path)
    async with served(playing, Terms(key=KEY, tls=tls)) as service:
        plainly = await failure(line_to(service))
    async with served(playing) as service:
        secretly = await failure(line_to(service, Secrecy(tls.certificate)))

    assert "nobody answers at" in str(plainly)
    assert "nobody answers at" in str(secretly)


async def test_a_file_of_authorities_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing")

    with pytest.raises(ModelError, match=r"performer_ca .*ca\.pem cannot be used"):
        PerformerLine("127.0.0.1:9", KEY, secrecy=Secrecy(tmp_path / "ca.pem")).facts()


async def test_a_certificate_that_is_none_ends_the_service_at_once(tmp_path: Path) -> None:
    tls = make_certificate(tmp_path)
    tls.certificate.write_text("nothing")

    with pytest.raises(WishError, match=r"TLS cannot use .*cert\.pem"):
        async with served(playing, Terms(key=KEY, tls=tls)):
            pass


async def test_before_it_is_used_an_encrypted_address_tells_its_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_NAME, KEY)
    tls = make_certificate(tmp_path)
    async with served(playing, Terms(key=KEY, tls=tls)) as service:
        choice = read_choice(f"grpcs://{service.here.address}", tmp_path)
        who, terms = await asyncio.to_thread(words_about_performer, choice, tls.certificate)

    assert who == "scripted (a test) on the processor in float32."
    assert "NOT for commercial use" in terms


async def test_a_broken_model_is_told_from_a_broken_line() -> None:
    model = playing()
    model.failure = ModelError("The memory did not suffice on the processor in float32.")
    async with served(lambda: model) as service:
        broken = await failure(line_to(service))
        sound = await played(line_to(service))
    gone = await failure(line_to(service))

    assert str(broken) == "its model cannot play: The memory did not suffice on the processor in float32."
    assert sound.shape == (2, 50_000)
    assert str(gone) == f"nobody answers at {service.here.address}"
    assert [error.facts.get("unanswered", False) for error in (broken, gone)] == [False, True]


async def test_a_service_that_is_busy_is_not_taken_for_one_that_is_gone() -> None:
    model = ScriptedModel()
    async with served(lambda: model, limits=Limits(most_waiting=1)) as service:
        first = asyncio.create_task(service.caller.sound(sample_count=10))
        assert await asyncio.to_thread(model.begun.wait, 120)
        error = await failure(line_to(service))
        model.go.set()
        await first

    assert str(error) == "it is busy: 1 passages wait already; ask again later"
    assert error.facts["gone"] is False
