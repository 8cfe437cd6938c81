"""The performer service over a scripted model: a real gRPC server on loopback."""

import asyncio
import json
from pathlib import Path

import grpc
import numpy as np
import pytest
from google.rpc import error_details_pb2

from fakes.scripted_performer import KEY, Caller, ScriptedModel, playing, served, until
from ningbgm.v1 import performer_service_pb2 as calls
from ningbgm_agents.errors import ModelError, StateError, StoreError, WishError
from ningbgm_daemon.performers.limits import Limits
from ningbgm_daemon.performers.service import Terms
from ningbgm_daemon.status import status_of_call

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def reason_of(error: grpc.aio.AioRpcError) -> str:
    info = error_details_pb2.ErrorInfo()
    assert status_of_call(error).details[0].Unpack(info)
    return info.reason


async def refused(caller: Caller, **request: object) -> grpc.aio.AioRpcError:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await asyncio.wait_for(caller.sound(**request), 120)
    return caught.value


async def test_it_says_who_plays() -> None:
    async with served(playing) as service:
        performer = await service.caller.performer()

    assert (performer.name, performer.licence, performer.noncommercial) == ("scripted", "cc-by-nc-4.0", True)
    assert list(performer.guidances) == [calls.GUIDANCE_MELODY, calls.GUIDANCE_CONTINUATION]
    assert (performer.sample_rate_hz, performer.channel_count, performer.longest_s) == (8000, 2, 10.0)


async def test_a_passage_comes_whole_with_its_channels_interleaved() -> None:
    chroma = np.eye(12, dtype=np.float32)[[7, 7, 2]]
    async with served(playing) as service:
        sound = await service.caller.sound(
            prompt="strings", sample_count=79_999, seed=3, chroma=chroma.ravel().tolist()
        )

    samples = np.frombuffer(sound, "<f4").reshape(-1, 2)
    assert samples.shape == (79_999, 2)
    assert (samples == (3, 7)).all()


async def test_who_waits_hears_how_far_it_is() -> None:
    model = ScriptedModel()
    async with served(lambda: model, limits=Limits(sign_s=0.01)) as service:
        stream = service.caller.stream(sample_count=10).__aiter__()
        shares = [(await anext(stream)).share]
        while shares[-1] < 0.5:
            shares.append((await anext(stream)).share)
        model.go.set()
        rest = [answer async for answer in stream]

    assert set(shares) == {0.0, 0.5}
    assert rest[-1].share == 1.0


@pytest.mark.parametrize("key", ["", "wrong", KEY + "x"])
async def test_without_the_key_nothing_is_played(key: str) -> None:
    async with served(playing) as service:
        caller = Caller(service.here.address, key)
        error = await refused(caller, sample_count=10)
        await caller.close()

    assert error.code() == grpc.StatusCode.UNAUTHENTICATED
    assert "NINGBGM_PERFORMER_KEY" in (error.details() or "")


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        ({"sample_count": 0}, "RANGE_INVALID"),
        ({"sample_count": -5}, "RANGE_INVALID"),
        ({"sample_count": 80_001}, "RANGE_INVALID"),
        ({"sample_count": 80_000, "continued": bytes(4)}, "RANGE_INVALID"),
        ({"sample_count": 10, "continued": bytes(5)}, "INPUT_INVALID"),
        ({"sample_count": 10, "continued": np.array([np.nan], "<f4").tobytes()}, "INPUT_INVALID"),
        ({"sample_count": 10, "continued": np.array([9.0], "<f4").tobytes()}, "INPUT_INVALID"),
        ({"sample_count": 10, "chroma": [0.5] * 13}, "INPUT_INVALID"),
        ({"sample_count": 10, "chroma": [2.0] * 12}, "INPUT_INVALID"),
        ({"sample_count": 10, "chroma": [float("nan")] * 12}, "INPUT_INVALID"),
        ({"sample_count": 10, "chroma": [0.0] * 12 * 4097}, "INPUT_INVALID"),
        ({"sample_count": 10, "prompt": "x" * 2001}, "INPUT_INVALID"),
    ],
)
async def test_what_cannot_be_played_is_refused(request_: dict[str, object], reason: str) -> None:
    model = playing()
    async with served(lambda: model) as service:
        error = await refused(service.caller, **request_)

    assert reason_of(error) == reason
    assert not model.batches


async def test_a_guide_that_a_performer_cannot_follow_is_refused() -> None:
    async with served(lambda: playing(guidances=())) as service:
        melody = await refused(service.caller, sample_count=10, chroma=[0.0] * 12)
        continuation = await refused(service.caller, sample_count=10, continued=bytes(8))

    assert "follows no melody" in (melody.details() or "")
    assert "continues nothing" in (continuation.details() or "")


async def test_a_model_that_fails_is_told_and_the_next_passage_is_played() -> None:
    model = playing()
    model.failure = ModelError("the memory did not suffice")
    async with served(lambda: model) as service:
        error = await refused(service.caller, sample_count=10)
        sound = await service.caller.sound(sample_count=10)

    assert error.code() == grpc.StatusCode.FAILED_PRECONDITION
    assert (reason_of(error), error.details()) == ("MODEL_FAILED", "the memory did not suffice")
    assert len(sound) == 10 * 2 * 4


async def test_a_fault_of_ours_is_told_without_its_particulars(caplog: pytest.LogCaptureFixture) -> None:
    model = playing()
    model.failure = ZeroDivisionError("secret")
    async with served(lambda: model) as service:
        error = await refused(service.caller, sample_count=10)

    assert reason_of(error) == "UNEXPECTED"
    assert "secret" not in (error.details() or "")
    assert "what it prints tells what" in (error.details() or "")
    assert "secret" in caplog.text


async def test_when_the_caller_goes_the_model_gives_up_and_the_next_is_served() -> None:
    model = ScriptedModel()
    async with served(lambda: model) as service:
        stream = service.caller.stream(sample_count=10, seed=1)
        await anext(stream.__aiter__())
        assert await asyncio.to_thread(model.begun.wait, 120)
        stream.cancel()

        assert await asyncio.to_thread(model.given_up.wait, 120)
        model.go.set()
        assert await service.caller.sound(sample_count=10, seed=2)

    assert model.batches == [(1,), (2,)]


async def test_who_leaves_while_waiting_is_never_played_and_makes_room() -> None:
    model = ScriptedModel()
    async with served(lambda: model, limits=Limits(most_waiting=2)) as service:
        first = asyncio.create_task(service.caller.sound(sample_count=10, seed=1))
        assert await asyncio.to_thread(model.begun.wait, 120)
        leaving = service.caller.stream(sample_count=10, seed=2)
        await anext(leaving.__aiter__())
        assert reason_of(await refused(service.caller, sample_count=10, seed=3)) == "BUSY"
        leaving.cancel()
        await until(lambda: service.desk.callers == 1)
        last = asyncio.create_task(service.caller.sound(sample_count=10, seed=4))
        await until(lambda: service.desk.callers == 2)
        model.go.set()
        await asyncio.gather(first, last)

    assert model.batches == [(1,), (4,)]


async def test_passages_of_one_size_are_played_together_where_the_device_bears_it() -> None:
    model = ScriptedModel(facts=playing(batch_size=3).facts)
    async with served(lambda: model) as service:
        first = asyncio.create_task(service.caller.sound(sample_count=99, seed=1))
        assert await asyncio.to_thread(model.begun.wait, 120)
        streams = [service.caller.stream(sample_count=n, seed=s) for n, s in ((10, 2), (20, 3), (10, 4))]
        for stream in streams:
            await anext(stream.__aiter__())
        model.go.set()
        rest = [[answer async for answer in stream] for stream in streams]
        await first

    assert model.batches == [(1,), (2, 4), (3,)]
    assert [np.frombuffer(answers[-1].sound, "<f4")[0] for answers in rest] == [2, 3, 4]


async def test_too_many_who_wait_are_asked_to_come_later() -> None:
    model = ScriptedModel()
    async with served(lambda: model, limits=Limits(most_waiting=1)) as service:
        first = asyncio.create_task(service.caller.sound(sample_count=10))
        assert await asyncio.to_thread(model.begun.wait, 120)
        error = await refused(service.caller, sample_count=10)
        model.go.set()
        await first

    assert reason_of(error) == "BUSY"


async def test_a_caller_that_stalls_is_let_go_and_keeps_nobody_waiting() -> None:
    model = playing(longest_s=800.0)
    async with served(lambda: model, limits=Limits(patience_s=0.5)) as service:
        stalled = service.caller.stream(sample_count=6_400_000, seed=1)  # more than gRPC takes ahead
        answers = stalled.__aiter__()
        while not (await anext(answers)).sound:
            pass

        assert len(await service.caller.sound(sample_count=10, seed=2)) == 80
        await until(lambda: service.desk.callers == 0)
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            [answer async for answer in answers]

    assert caught.value.code() == grpc.StatusCode.UNAVAILABLE


async def test_a_model_that_nobody_asks_is_put_away_and_loaded_again() -> None:
    loaded: list[ScriptedModel] = []

    def load() -> ScriptedModel:
        loaded.append(playing())
        return loaded[-1]

    now = 0.0
    async with served(load, limits=Limits(tidy_s=0.01), seconds=lambda: now) as service:
        assert service.desk.loaded
        now = 301.0
        await until(lambda: not service.desk.loaded)
        assert (await service.caller.performer()).name == "scripted"
        assert len(loaded) == 1
        assert await service.caller.sound(sample_count=10)

    assert len(loaded) == 2


async def test_a_device_that_was_stepped_down_is_told_from_then_on() -> None:
    model = playing(device="on the GPU in bfloat16, 4 at once", batch_size=4)
    async with served(lambda: model) as service:
        before = await service.caller.performer()
        model.facts = playing().facts
        await service.caller.sound(sample_count=10)
        after = await service.caller.performer()

    assert (before.device, before.batch_size) == ("on the GPU in bfloat16, 4 at once", 4)
    assert (after.device, after.batch_size) == ("on the processor in float32", 1)


async def test_the_announcement_is_for_the_user_alone_and_goes_with_the_service(tmp_path: Path) -> None:
    path = tmp_path / "run" / "performer.json"
    async with served(playing, Terms(announce_at=path)) as service:
        said = json.loads(path.read_text())
        assert path.stat().st_mode & 0o077 == 0
        assert said == {"address": service.here.address, "key": service.here.key, "pid": service.here.pid}
        assert len(said["key"]) >= 32

    assert not path.exists()


async def test_an_announcement_of_another_stays(tmp_path: Path) -> None:
    path = tmp_path / "performer.json"
    async with served(playing, Terms(announce_at=path)):
        path.write_text("{}")

    assert path.read_text() == "{}"


async def test_who_waits_when_the_service_ends_is_told() -> None:
    model = ScriptedModel()
    async with served(lambda: model) as service:
        waiting = asyncio.create_task(refused(service.caller, sample_count=10))
        assert await asyncio.to_thread(model.begun.wait, 120)
        service.end.set()
        error = await waiting
        await service.running

    assert error.code() == grpc.StatusCode.UNAVAILABLE
    assert model.given_up.is_set()


async def test_a_service_that_nobody_asks_leaves_when_it_shall() -> None:
    now = 0.0
    terms, limits = Terms(key=KEY, leave_s=100.0), Limits(tidy_s=0.01)
    async with served(playing, terms, limits, lambda: now) as service:
        now = 99.0
        await service.caller.sound(sample_count=10)
        now = 198.0
        await service.caller.performer()
        assert not service.running.done()
        now = 200.0
        await asyncio.wait_for(service.running, 120)


async def test_weights_that_changed_while_the_model_was_put_away_are_not_passed_off_as_the_earlier_ones() -> (
    None
):
    models = [playing(fingerprint="new"), playing(fingerprint="old")]
    now = 0.0
    async with served(models.pop, limits=Limits(tidy_s=0.01), seconds=lambda: now) as service:
        before = await service.caller.performer()
        now = 301.0
        await until(lambda: not service.desk.loaded)
        error = await refused(service.caller, sample_count=10)
        after = await service.caller.performer()
        assert await service.caller.sound(sample_count=10)

    assert (before.fingerprint, after.fingerprint) == ("old", "new")
    assert "weights have changed" in (error.details() or "")


async def test_a_model_that_cannot_be_loaded_ends_the_service_at_once() -> None:
    def load() -> ScriptedModel:
        raise ModelError("it cannot be loaded")

    with pytest.raises(ModelError, match="cannot be loaded"):
        async with served(load):
            pass


async def test_a_place_that_is_taken_says_so() -> None:
    async with served(playing) as service:
        with pytest.raises(StateError, match="cannot listen"):
            async with served(playing, Terms(service.here.address, KEY)):
                pass


async def test_an_announcement_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError, match="cannot be written"):
        async with served(playing, Terms(announce_at=tmp_path / "file" / "performer.json")):
            pass


@pytest.mark.parametrize("place", ["", "nonsense", "127.0.0.1", "127.0.0.1:70000", "a b:1", "http://x:1"])
def test_a_place_that_is_none_is_refused(place: str) -> None:
    with pytest.raises(WishError, match="HOST:PORT"):
        Terms(place)


@pytest.mark.parametrize("key", ["short", "a key with spaces in it", "schlüssel-schlüssel"])
def test_a_key_that_is_none_is_refused(key: str) -> None:
    with pytest.raises(WishError, match="at least 16"):
        Terms(key=key)
