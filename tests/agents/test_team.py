"""The one loop: assign, execute, verify, send back at most twice, and record all of it."""

from dataclasses import dataclass, replace

from ningbgm_agents.agent import Agent, Contribution, Event
from ningbgm_agents.minds.rules import RulesMind
from ningbgm_agents.role import Role
from ningbgm_agents.scene import Finding
from ningbgm_agents.task import MicroInstruction, Need
from ningbgm_agents.team import MAX_REWORKS, Team


@dataclass(frozen=True)
class Wall:
    """A bench: who has painted, how often, and what is still wrong."""

    coats: tuple[str, ...] = ()
    faults: tuple[tuple[str, int], ...] = ()
    """Checks that fail, and how many coats their painter needs until they hold."""


class TickingClock:
    """Goes one second further each time it is asked."""

    def __init__(self) -> None:
        self.now = 0.0

    def seconds(self) -> float:
        self.now += 1.0
        return self.now


def role(name: str, position: str = "expert", checks: tuple[str, ...] = ()) -> Role:
    return Role(
        name,
        "understanding",
        position,
        f"The {name}.",
        (f"Paint as {name}",),
        (),  # type: ignore[arg-type]  # literal by caller
        constraints=("Straight lines",),
        answers_for=checks,
    )


def painter(
    name: str, checks: tuple[str, ...] = (), tasks: list[MicroInstruction] | None = None
) -> Agent[Wall]:
    def paint(task: MicroInstruction, wall: Wall) -> Contribution[Wall]:
        if tasks is not None:
            tasks.append(task)
        return Contribution(lambda w: replace(w, coats=(*w.coats, name)), f"{name} painted.", ("wet",))

    return Agent(role(name, checks=checks), paint, RulesMind())


def check(wall: Wall) -> tuple[Wall, tuple[Finding, ...]]:
    return wall, tuple(
        Finding("error", name, f"{name} is uneven.")
        for name, needed in wall.faults
        if len(wall.coats) < needed
    )


def run(
    *stages: tuple[Agent[Wall], ...],
    wall: Wall = Wall(),
    inspect=check,
) -> tuple[Wall, int, list[Event]]:
    team = Team(role("boss", "supervisor"), stages, role("inspector", "verifier"), inspect)
    events: list[Event] = []
    bench, reworks = team.run(Need("a wall"), wall, events.append, TickingClock())
    return bench, reworks, events


def actions(events: list[Event]) -> list[tuple[str, str]]:
    return [(event.agent, event.action) for event in events]


def test_the_supervisor_assigns_the_experts_deliver_and_the_verifier_passes() -> None:
    bench, reworks, events = run((painter("left"), painter("right")), (painter("top"),))

    assert bench.coats == ("left", "right", "top")
    assert reworks == 0
    assert actions(events) == [
        ("boss", "assigns"),
        ("boss", "assigns"),
        ("boss", "assigns"),
        ("left", "delivers"),
        ("right", "delivers"),
        ("top", "delivers"),
        ("inspector", "passes"),
    ]


def test_experts_of_one_stage_do_not_see_each_others_work() -> None:
    seen: list[int] = []

    def look(task: MicroInstruction, wall: Wall) -> Contribution[Wall]:
        seen.append(len(wall.coats))
        return Contribution(lambda w: replace(w, coats=(*w.coats, "x")), "Looked.")

    curious = Agent(role("curious"), look, RulesMind())
    run((painter("left"), curious), (curious,))

    assert seen == [0, 2]


def test_failed_work_goes_back_with_its_reasons_to_who_answers_for_it() -> None:
    tasks: list[MicroInstruction] = []

    bench, reworks, events = run(
        (painter("left"),), (painter("right", ("corner",), tasks),), wall=Wall(faults=(("corner", 3),))
    )

    assert bench.coats == ("left", "right", "right")
    assert reworks == 1
    assert (tasks[1].returned, tasks[1].attempt) == (("corner: corner is uneven.",), 1)
    assert ("inspector", "sends back") in actions(events)
    assert events[-1].action == "passes"


def test_stages_after_the_returned_one_work_again() -> None:
    bench, _, _ = run((painter("first", ("edge",)),), (painter("second"),), wall=Wall(faults=(("edge", 3),)))

    assert bench.coats == ("first", "second", "first", "second")


def test_work_is_sent_back_at_most_twice_and_then_given_up_with_reasons() -> None:
    bench, reworks, events = run((painter("left", ("edge",)),), wall=Wall(faults=(("edge", 99),)))

    assert reworks == MAX_REWORKS == 2
    assert bench.coats == ("left",) * 3
    assert actions(events).count(("inspector", "sends back")) == 2
    assert (events[-1].action, events[-1].reasons) == ("gives up", ("edge is uneven.",))


def test_a_failure_that_nobody_answers_for_is_not_sent_around() -> None:
    bench, reworks, events = run((painter("left"),), wall=Wall(faults=(("roof", 99),)))

    assert (bench.coats, reworks) == (("left",), 0)
    assert events[-1].action == "gives up"


def test_a_warning_is_noted_and_sends_nothing_back() -> None:
    def warn(wall: Wall) -> tuple[Wall, tuple[Finding, ...]]:
        return wall, (Finding("warning", "edge", "A drop."),)

    bench, reworks, events = run((painter("left", ("edge",)),), inspect=warn)

    assert (bench.coats, reworks) == (("left",), 0)
    assert (events[-1].action, events[-1].reasons) == ("notes", ("A drop.",))


def test_the_record_says_who_what_why_and_how_long() -> None:
    _, _, events = run((painter("left"),))

    assigned, delivered, passed = events
    assert assigned.reasons == ("Straight lines [left/constraints/1]",)
    assert (delivered.team, delivered.sentence, delivered.reasons) == (
        "understanding",
        "left painted.",
        ("wet",),
    )
    assert delivered.seconds == 1.0
    assert passed.seconds == 1.0
