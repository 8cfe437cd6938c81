"""The fake Resolve from a real Lua interpreter, sandboxed as the free edition from 21.1."""

from __future__ import annotations

from pathlib import Path

import pytest
from lupa.luajit21 import LuaError

from fakes.resolve.world import World
from fakes.resolve_stage import Stage, write_wav

FETCH = """
    local project = resolve:GetProjectManager():GetCurrentProject()
    local timeline = project:GetCurrentTimeline()
"""


def free() -> Stage:
    return Stage("free", "21.1.0.17")


@pytest.mark.parametrize(
    "name",
    [
        "io",
        "os.execute",
        "os.remove",
        "os.rename",
        "os.exit",
        "require",
        "package",
        "ffi",
        "debug",
        "arg",
        "python",
    ],
)
def test_the_free_sandbox_lacks(name: str) -> None:
    """nle.md 0.1, LUA: nil in the menu's Lua state of free 21.1."""
    assert free().world.lua().run(f"return {name} == nil") is True


@pytest.mark.parametrize(
    "name",
    [
        *("dofile", "loadfile", "loadstring", "load", "setfenv", "getfenv", "pcall", "xpcall", "coroutine"),
        *("bit", "os.clock", "os.date", "os.time", "os.getenv", "os.tmpname", "string", "table", "math"),
    ],
)
def test_the_free_sandbox_keeps(name: str) -> None:
    """LUA."""
    assert free().world.lua().run(f"return {name} ~= nil") is True


def test_studio_and_older_free_editions_have_no_sandbox() -> None:
    """nle.md 0.1: the sandbox came with free 21.1."""
    for edition, version in (("studio", "21.1"), ("free", "21.0.4")):
        assert World(edition, version).lua().run("return io ~= nil and require ~= nil") is True  # type: ignore[arg-type]


def test_it_is_lua_5_1() -> None:
    """R21.0.4 "Lua 5.1", LUA: LuaJIT 2.1."""
    assert free().world.lua().run("return _VERSION") == "Lua 5.1"


def test_lists_count_from_one_and_carry_flags() -> None:
    """R21.0.4 "List and Dict Data Structures", LUA: use # and never pairs."""
    seen = (
        free()
        .world.lua()
        .run(
            FETCH + "local items = timeline:GetItemListInTrack('video', 1) local keys = 0 "
            "for _ in pairs(items) do keys = keys + 1 end return {#items, keys, items[1]:GetStart()}"
        )
    )

    assert seen == [2, 3, 86400]


def test_dicts_are_keyed_tables() -> None:
    """R21.0.4: markers by frame."""
    stage = free()
    stage.timeline.AddMarker(96, "Green", "hit", "", 1, "cue")

    assert stage.world.lua().run(FETCH + "return timeline:GetMarkers()[96].customData") == "cue"


def test_unknown_names_are_nil_and_none_comes_as_nil() -> None:
    run = free().world.lua().run

    assert run(FETCH + "return timeline.TotallyMadeUp == nil") is True
    assert run(FETCH + "return project:GetTimelineByIndex(9) == nil") is True


def test_methods_are_called_with_a_colon_and_constants_read_with_a_dot() -> None:
    """LUA "Writing Lua for run_lua"."""
    face = free().world.lua()

    assert face.run("return type(resolve.EXPORT_OTIO)") == "number"
    with pytest.raises(LuaError, match="colon"):
        face.run(FETCH + "return timeline.GetName('x')")


def test_lua_places_a_stem_through_the_same_traps(tmp_path: Path) -> None:
    """nle.md 1.5: a generated plan, loaded with dofile, carries out the placing."""
    stage = free()
    wav = write_wav(tmp_path / "drums.wav", 2)
    plan = tmp_path / "plan.lua"
    plan.write_text(f'return {{ stems = {{ {{ path = "{wav}", offset = 24 }} }} }}')
    script = tmp_path / "place.lua"
    script.write_text(
        f'local plan = dofile("{plan}") '
        + FETCH
        + """
        local pool = project:GetMediaPool()
        timeline:AddTrack("audio", "stereo")
        local track = timeline:GetTrackCount("audio")
        for _, stem in ipairs(plan.stems) do
          local clip = pool:ImportMedia({ { FilePath = stem.path } })[1]
          local made = pool:AppendToTimeline({ {
            mediaPoolItem = clip, mediaType = 2, trackIndex = track, startFrame = 0, endFrame = 48,
            recordFrame = timeline:GetStartFrame() + stem.offset,
          } })
          if #made ~= 1 then error("nothing placed") end
        end
        return timeline:GetItemListInTrack("audio", track)[1]:GetStart()
        """
    )

    assert stage.world.lua().run_file(script) == 86424
    assert [(p.start, p.end) for p in stage.world.rendered() if p.path == str(wav)] == [(24, 72)]


def test_lua_exports_into_a_watched_folder(tmp_path: Path) -> None:
    """nle.md 1.5: `Timeline.Export` still writes a file from Lua; a typed-in number does not."""
    path = tmp_path / "cut.otio"
    face = free().world.lua()

    assert face.run(FETCH + f'return timeline:Export("{path}", 11)') is False
    assert face.run(FETCH + f'return timeline:Export("{path}", resolve.EXPORT_OTIO)') is True
    assert path.exists()


def test_answers_go_out_through_the_preferences() -> None:
    """nle.md 1.5, LUA: fusion:SetPrefs + SavePrefs, shared between scripts."""
    world = free().world

    world.lua().run('fusion:SetPrefs("Global.NingBGM.Answer", "cafe") return fusion:SavePrefs()')

    assert world.app.saved_prefs == {"Global.NingBGM.Answer": "cafe"}
    assert world.lua().run('return app:GetPrefs("Global.NingBGM.Answer")') == "cafe"


def test_a_waiting_script_lets_the_world_go_on(tmp_path: Path) -> None:
    """LUA: a loop of bmd.wait, bmd.fileexists, loadfile; here the wait takes no time."""
    world = free().world
    request = tmp_path / "next.lua"
    world.on_wait(lambda: request.write_text("return { op = 'place' }") if world.app.clock_s > 0.2 else None)

    seen = world.lua().run(
        f'while not bmd.fileexists("{request}") do bmd.wait(0.05) end return loadfile("{request}")().op'
    )

    assert seen == "place"


def test_a_missing_file_is_nil_and_a_message() -> None:
    assert (
        free().world.lua().run('local f, why = loadfile("/nowhere.lua") return f == nil and why ~= nil')
        is True
    )


def test_print_shows_nothing_but_the_test_hears_it() -> None:
    """LUA: `print` output of menu scripts is invisible in the free edition."""
    face = free().world.lua()

    face.run("print('hello', 1)")

    assert face.printed == ["hello\t1"]


def test_a_fault_is_an_error_that_pcall_catches() -> None:
    stage = free()
    stage.world.on_call("AddTrack", "raise")

    assert stage.world.lua().run(FETCH + "return (pcall(function() timeline:AddTrack('audio') end))") is False


def test_there_is_no_ui_manager_in_the_sandbox() -> None:
    """nle.md 1.2, LUA."""
    assert free().world.lua().run("return fusion.UIManager == nil") is True


def test_readers_in_lua_see_what_readers_in_python_see() -> None:
    """The same state behind both faces."""
    stage = Stage("studio", "21.1")

    stage.world.lua().run(FETCH + "timeline:SetTrackName('audio', 1, 'Song')")

    assert stage.timeline.GetTrackName("audio", 1) == "Song"
    assert (
        stage.world.lua().run(
            FETCH + "return timeline:GetItemListInTrack('video', 1)[1]:GetMediaPoolItem():GetName()"
        )
        == "a.mov"
    )
