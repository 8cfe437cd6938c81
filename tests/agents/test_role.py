"""Roles: profiles as data that people can read and mend."""

from importlib import resources

import pytest

from ningbgm_agents.errors import NotFoundError
from ningbgm_agents.role import Role, load_role

FILES = resources.files("ningbgm_agents") / "roles"
NAMES = sorted(f.name.removesuffix(".toml") for f in FILES.iterdir() if f.name.endswith(".toml"))


@pytest.mark.parametrize("name", NAMES)
def test_a_role_is_named_as_its_file_and_says_who_it_is(name: str) -> None:
    role = load_role(name)

    assert role.name == name
    assert len(role.identity) > 30
    assert role.responsibilities
    assert role.expertise
    assert role.constraints


def test_each_team_has_one_supervisor_and_one_verifier() -> None:
    roles = [load_role(name) for name in NAMES]

    for team in {role.team for role in roles}:
        positions = [role.position for role in roles if role.team == team]
        assert positions.count("supervisor") == 1, team
        assert positions.count("verifier") == 1, team


def test_a_check_is_answered_for_by_one_role_of_a_team_at_most() -> None:
    roles = [load_role(name) for name in NAMES]

    for team in {role.team for role in roles if role.team != "composing"}:
        checks = [check for role in roles if role.team == team for check in role.answers_for]
        assert len(checks) == len(set(checks)), team


def test_each_line_that_binds_names_where_it_stands() -> None:
    role = Role(
        "painter",
        "understanding",
        "expert",
        "A painter.",
        ("Paint",),
        ("oil",),
        constraints=("No black", "No white"),
        best_practices=("Start dark",),
    )

    assert role.lines() == (
        ("painter/constraints/1", "No black"),
        ("painter/constraints/2", "No white"),
        ("painter/best_practices/1", "Start dark"),
    )


def test_a_role_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFoundError, match="no role 'gaffer'"):
        load_role("gaffer")
