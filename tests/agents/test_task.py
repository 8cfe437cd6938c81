"""Task design: from a need and a role to a micro-instruction."""

from ningbgm_agents.role import Role, load_role
from ningbgm_agents.task import Constraint, Need, design_task, match

PAINTER = Role(
    "painter",
    "understanding",
    "expert",
    "A painter of landscapes.",
    ("Paint the sky.", "Sign"),
    ("colour",),
    constraints=("No black",),
    best_practices=("Start dark",),
)


def test_the_instruction_is_what_the_role_is_responsible_for() -> None:
    task = design_task(Need("a painted sky"), PAINTER)

    assert task.role == "painter"
    assert task.instruction == "Paint the sky; Sign"


def test_every_constraint_names_its_origin() -> None:
    limit = Constraint("by noon", "request/deadline")

    task = design_task(Need("a sky", limits=(limit,)), PAINTER)

    assert task.constraints == (
        limit,
        Constraint("No black", "painter/constraints/1"),
        Constraint("Start dark", "painter/best_practices/1"),
    )


def test_every_constraint_of_every_real_role_can_be_found_again_in_its_profile() -> None:
    for name in ("brief_writer", "emotion_expert", "temporal_expert"):
        role = load_role(name)
        task = design_task(Need("understand"), role)

        assert {(c.origin, c.text) for c in task.constraints} == set(role.lines())


def test_modalities_are_handed_on() -> None:
    assert design_task(Need("a sky", ("picture", "text")), PAINTER).modalities == ("picture", "text")


def test_a_role_matches_a_need_by_the_words_that_it_knows() -> None:
    assert match(Need("paint landscapes colour"), PAINTER) == 1.0
    assert match(Need("paint trombones"), PAINTER) == 0.5
    assert match(Need(""), PAINTER) == 0.0


def test_the_first_time_nothing_has_come_back() -> None:
    task = design_task(Need("a sky"), PAINTER)

    assert (task.returned, task.attempt) == ((), 0)
