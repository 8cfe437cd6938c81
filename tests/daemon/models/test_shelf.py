"""Models on the shelf: loaded once, one at a time where the machine is small, put away in time."""

from dataclasses import dataclass, field

import pytest

from ningbgm_daemon.models.shelf import Shelf


@dataclass
class Room:
    """A machine that a test can fill, and its clock."""

    now: float = 0.0
    short: bool = False
    loads: list[str] = field(default_factory=list)

    def shelf(self, most: int = 2, keep_s: float = 10.0) -> Shelf[str]:
        return Shelf(self._load, most, keep_s, lambda: self.now, lambda: self.short)

    def _load(self, name: str) -> str:
        if name == "broken":
            raise ValueError(name)
        self.loads.append(name)
        return name.upper()


def use(shelf: Shelf[str], name: str) -> str:
    with shelf.borrow(name) as model:
        return model


def test_a_model_is_loaded_once() -> None:
    room = Room()
    shelf = room.shelf()

    assert [use(shelf, "a"), use(shelf, "a")] == ["A", "A"]
    assert room.loads == ["a"]


def test_the_longest_unused_makes_room() -> None:
    room = Room()
    shelf = room.shelf(most=2)
    for name in ("a", "b", "a", "c"):
        room.now += 1
        use(shelf, name)

    assert shelf.names == ("a", "c")


def test_a_small_machine_holds_one() -> None:
    shelf = Room().shelf(most=1)
    use(shelf, "a")
    use(shelf, "b")

    assert shelf.names == ("b",)


def test_what_nobody_used_for_a_while_is_put_away() -> None:
    room = Room()
    shelf = room.shelf(keep_s=10)
    use(shelf, "a")
    room.now = 6
    use(shelf, "b")
    room.now = 11

    assert shelf.tidy() == ("a",)
    assert shelf.names == ("b",)


def test_where_memory_is_short_all_is_put_away_that_is_idle() -> None:
    room = Room()
    shelf = room.shelf()
    use(shelf, "a")
    room.short = True

    assert shelf.tidy() == ("a",)


def test_what_is_at_work_is_not_put_away() -> None:
    room = Room(short=True)
    shelf = room.shelf()

    with shelf.borrow("a"):
        assert shelf.tidy() == ()
        assert shelf.names == ("a",)


def test_a_model_that_cannot_be_loaded_leaves_the_shelf_free() -> None:
    shelf = Room().shelf()
    with pytest.raises(ValueError, match="broken"):
        use(shelf, "broken")

    assert use(shelf, "a") == "A"
