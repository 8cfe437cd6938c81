"""The token that callers show."""

from __future__ import annotations

import pytest

from ningbgm_agents.errors import TokenError
from ningbgm_daemon.auth import Token, new_token


@pytest.mark.parametrize("header", ["Bearer s3cret", "bearer s3cret", b"Bearer s3cret", "Bearer  s3cret "])
def test_the_token_is_known_in_its_usual_forms(header: str | bytes) -> None:
    Token("s3cret").check(header)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        b"",
        "s3cret",
        "Bearer",
        "Bearer ",
        "Bearer s3cre",
        "Bearer s3cretx",
        "Basic s3cret",
        "Bearer \ud800",
    ],
)
def test_anything_else_is_refused_without_telling_the_token(header: str | bytes | None) -> None:
    with pytest.raises(TokenError) as refused:
        Token("s3cret").check(header)

    assert "s3cret" not in str(refused.value)


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 43
