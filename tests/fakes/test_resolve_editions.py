"""What the fake Resolve has, lacks and hides in which edition and version."""

from __future__ import annotations

import pytest

from fakes.resolve.edition import Edition
from fakes.resolve.project_manager import WouldHangError
from fakes.resolve.world import PythonIsGoneError, World
from fakes.resolve_stage import Stage


def test_hasattr_is_true_for_any_name_and_tells_nothing() -> None:
    """nle.md 1.1, AT, DB: unknown names read None; dir and callable tell the truth."""
    timeline = Stage().timeline

    assert hasattr(timeline, "TotallyMadeUpName")
    assert timeline.TotallyMadeUpName is None
    assert "TotallyMadeUpName" not in dir(timeline)
    assert callable(getattr(timeline, "GetName", None))
    assert "GetName" in dir(timeline)


def test_calling_what_is_not_there_is_calling_none() -> None:
    """DB: `'NoneType' object is not callable`."""
    timeline = Stage(version="21.0.3").timeline

    with pytest.raises(TypeError, match="not callable"):
        timeline.GetSelectedClips()


def test_the_edition_is_in_the_product_name() -> None:
    """nle.md 1.1."""
    free, studio = Stage("free", "21.0.3"), Stage("studio", "21.1")

    assert free.resolve.GetProductName() == "DaVinci Resolve"
    assert studio.resolve.GetProductName() == "DaVinci Resolve Studio"
    assert studio.resolve.IsStudio() is True
    assert free.resolve.IsStudio is None


def test_the_version_is_five_fields() -> None:
    """nle.md 1.1: [major, minor, patch, build, suffix]."""
    assert Stage(version="20.3.2.9").resolve.GetVersion() == [20, 3, 2, 9, ""]


@pytest.mark.parametrize(
    ("call", "first", "last_without"),
    [
        ("GetSourceStartFrame", "19.0.2", "19.0.1"),
        ("GetTrackTypeAndIndex", "20.0", "19.1.4"),
        ("GetVoiceIsolationState", "20.1", "20.0.1"),
        ("SetName", "20.2", "20.1.1"),
        ("GetType", "21.1", "21.0.4"),
        ("SetProperties", "21.1", "21.0.4"),
        ("SetFades", "21.1", "21.0.4"),
        ("AddTransition", "21.1", "21.0.4"),
        ("SetSpeed", "21.1", "21.0.4"),
    ],
)
def test_an_item_has_the_calls_of_its_version(call: str, first: str, last_without: str) -> None:
    """nle.md 1.3, R21.1, PYBMD; `edition` has the source of each."""
    assert call in dir(Stage(version=first).item("video", 1))
    assert call not in dir(Stage(version=last_without).item("video", 1))


def test_21_1_brings_shortcuts_and_settings_as_a_dict() -> None:
    """nle.md 1.3, R21.1."""
    new, old = Stage(version="21.1"), Stage(version="21.0.4")

    assert new.resolve.GetCurrentTimeline().GetName() == "Cut 1"
    assert new.resolve.GetCurrentProject().GetName() == "Film"
    assert new.resolve.GetMediaPool().GetRootFolder().GetName() == "Master"
    assert new.timeline.GetSettings()["timelineFrameRate"] == 24.0
    assert [old.resolve.GetCurrentTimeline, old.timeline.GetSettings] == [None, None]


def test_a_studio_call_on_the_free_edition_breaks_the_calls_after_it() -> None:
    """nle.md 1.1, AT: False, a modal, and SaveProject False on every attempt until a person clicks."""
    stage = Stage("free", "21.0.3")

    assert stage.timeline.CreateSubtitlesFromAudio() is False
    during = [stage.resolve.GetProjectManager() for _ in range(2)]
    marked = stage.timeline.AddMarker(1, "Blue", "", "", 1)
    stage.world.dismiss_modal()

    assert during == [None, None]
    assert marked is False
    assert stage.resolve.GetProjectManager().SaveProject() is True


@pytest.mark.parametrize("edition", ["free", "studio"])
def test_voice_isolation_is_set_in_studio_only(edition: Edition) -> None:
    """nle.md 1.3: since 20.1, Studio; R21.0.4 "Studio and AI Scripting APIs"."""
    stage = Stage(edition, "20.1")

    done = stage.timeline.SetVoiceIsolationState(1, {"isEnabled": True, "amount": 50})

    assert done is (edition == "studio")
    assert stage.world.app.modal.up is (edition == "free")


@pytest.mark.parametrize("edition", ["free", "studio"])
def test_transcribing_is_studio_only(edition: Edition) -> None:
    """AT: "Known Studio-gated so far: subtitle generation from audio, and audio transcription"."""
    stage = Stage(edition, "21.0.3")

    assert stage.stem().TranscribeAudio() is (edition == "studio")


def test_the_same_call_is_harmless_in_studio() -> None:
    stage = Stage("studio", "21.0.3")

    assert stage.timeline.CreateSubtitlesFromAudio() is True
    assert stage.resolve.GetProjectManager().SaveProject() is True


def test_saving_the_untitled_project_fails() -> None:
    """nle.md 1.4.11, AT: False on screen, a hang headless."""
    shown = Stage(project="Untitled Project")
    headless = Stage(project="Untitled Project", headless=True)

    assert shown.resolve.GetProjectManager().SaveProject() is False
    with pytest.raises(WouldHangError):
        headless.resolve.GetProjectManager().SaveProject()


def test_the_free_edition_has_no_python_from_21_1() -> None:
    """nle.md 0.1: `.py` files vanish from the menu; up to 21.0 they run."""
    assert World("free", "21.0.4").menu()["resolve"] is not None
    assert World("studio", "21.1").menu()["resolve"] is not None
    with pytest.raises(PythonIsGoneError):
        World("free", "21.1").menu()


def test_scripts_from_outside_need_studio_a_preference_and_a_running_resolve() -> None:
    """nle.md 1.1: `scriptapp` gives None."""
    studio, off, free = World("studio", "21.0.4"), World("studio", "21.0.4"), World("free", "21.0.4")
    off.app.external_scripting = False

    assert studio.module().scriptapp("Resolve").GetVersion()[0] == 21
    assert off.scriptapp("Resolve") is None
    assert free.scriptapp("Resolve") is None
    studio.app.running = False
    assert studio.scriptapp("Resolve") is None


@pytest.mark.parametrize(
    ("edition", "version", "there"),
    [("free", "19.0", True), ("free", "19.1", False), ("studio", "21.0", True)],
)
def test_the_ui_manager_is_studio_only_since_19_1(edition: str, version: str, there: bool) -> None:
    """nle.md 1.2."""
    fusion = World(edition, version).menu()["fusion"]  # type: ignore[arg-type]  # one of the two

    assert (fusion.UIManager is not None) is there  # type: ignore[attr-defined]  # a proxy


def test_the_menu_s_app_finds_resolve() -> None:
    """nle.md 1.1: `app:GetResolve()`."""
    assert World().menu()["app"].GetResolve().GetProductName() == "DaVinci Resolve Studio"  # type: ignore[attr-defined]


def test_pages_are_named_in_small_letters() -> None:
    """nle.md 1.3; "photo" since 21.0.2 (PYBMD)."""
    new, old = Stage(version="21.0.2").resolve, Stage(version="20.3").resolve

    assert [new.OpenPage(page) for page in ("fairlight", "photo", "Edit", "")] == [True, True, False, False]
    assert new.GetCurrentPage() == "photo"
    assert old.OpenPage("photo") is False


def test_two_handles_on_one_thing_are_two_objects() -> None:
    stage = Stage()

    assert stage.item("video", 1) is not stage.item("video", 1)
    assert stage.item("video", 1).GetUniqueId() == stage.item("video", 1).GetUniqueId()
