"""The media pool of the fake Resolve."""

from __future__ import annotations

from pathlib import Path

from fakes.resolve_stage import Stage, write_wav


def test_imports_always_land_in_the_current_folder(tmp_path: Path) -> None:
    """nle.md 1.3, AT "MediaPool.ImportMedia (current-folder destination only)"."""
    stage = Stage()
    music = stage.pool.AddSubFolder(stage.pool.GetRootFolder(), "NingBGM")
    paths = [str(write_wav(tmp_path / f"{name}.wav", 1)) for name in ("a", "b")]

    stage.pool.ImportMedia([paths[0]])
    stage.pool.SetCurrentFolder(music)
    stage.pool.ImportMedia([{"FilePath": paths[1]}])

    assert [clip.GetName() for clip in music.GetClipList()] == ["b.wav"]
    assert "a.wav" in [clip.GetName() for clip in stage.pool.GetRootFolder().GetClipList()]


def test_what_cannot_be_read_is_not_imported(tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF")

    assert Stage().pool.ImportMedia([str(broken), str(tmp_path / "nowhere.wav")]) == []


def test_media_storage_imports_into_the_current_folder_too(tmp_path: Path) -> None:
    """nle.md 1.3 `AddItemListToMediaPool([paths] | [{'media', …}])`."""
    stage = Stage()
    path = str(write_wav(tmp_path / "a.wav", 1))
    storage = stage.resolve.GetMediaStorage()

    made = [*storage.AddItemListToMediaPool([path]), *storage.AddItemListToMediaPool([{"media": path}])]

    assert [clip.GetClipProperty("File Path") for clip in made] == [path, path]


def test_the_pool_s_empty_selection_is_none() -> None:
    """nle.md 1.3, DB: None, not an empty list."""
    stage = Stage()
    clip = stage.stem()

    assert stage.pool.GetSelectedClips() is None
    stage.pool.SetSelectedClip(clip)
    assert [c.GetUniqueId() for c in stage.pool.GetSelectedClips()] == [clip.GetUniqueId()]


def test_a_clip_tells_its_own_rate_and_timecode() -> None:
    """nle.md 1.3-1.4.3: read FPS off the clip."""
    stage = Stage(rate="24", numbers_as="string")
    camera = stage.world.hands.footage("C:\\rushes\\cam.mov", 100, rate="29.97", start_timecode="01:00:00:00")

    clip = stage.world.switchboard.wrap(camera)

    assert clip.GetClipProperty("FPS") == "29.97"
    assert clip.GetClipProperty("Start TC") == "01:00:00:00"
    assert clip.GetClipProperty("File Name") == "cam.mov"
    assert clip.GetClipProperty("Banana") == ""


def test_clips_move_between_folders_and_leave_with_their_items() -> None:
    stage = Stage()
    folder = stage.pool.AddSubFolder(stage.pool.GetRootFolder(), "NingBGM")
    clip = stage.stem()
    stage.append(clip, 90000, track=1)

    stage.pool.MoveClips([clip], folder)
    deleted = stage.pool.DeleteClips([clip])

    assert deleted is True
    assert folder.GetClipList() == []
    assert [item.GetName() for item in stage.timeline.GetItemListInTrack("audio", 1)] == ["a.mov"]
    assert stage.append(clip, 90000, track=1) == []


def test_a_replaced_clip_keeps_its_items(tmp_path: Path) -> None:
    """nle.md 1.3: ReplaceClipPreserveSubClip from 20.0."""
    stage = Stage()
    clip = stage.stem()
    stage.append(clip, 90000, track=1)
    other = str(write_wav(tmp_path / "drums_2.wav", 2))

    assert clip.ReplaceClipPreserveSubClip(other) is True
    assert clip.GetClipProperty("File Path") == other
    assert stage.item("audio", 1, 1).GetStart() == 90000
    assert stage.world.rendered()[1].path == other
    assert clip.ReplaceClip("/nowhere.wav") is False
    assert Stage(version="19.1").stem().ReplaceClipPreserveSubClip is None


def test_metadata_takes_pairs_and_dicts() -> None:
    """R21.0.4 `SetMetadata`, `SetThirdPartyMetadata`; the latter since 19.0.2 (PYBMD)."""
    clip = Stage().stem()

    clip.SetMetadata("Comments", "by NingBGM")
    clip.SetThirdPartyMetadata({"cue": "1M1"})

    assert clip.GetMetadata() == {"Comments": "by NingBGM"}
    assert clip.GetThirdPartyMetadata("cue") == "1M1"
    assert Stage(version="18.6").stem().SetThirdPartyMetadata is None


def test_pool_clips_refuse_marker_colours_too() -> None:
    """AT: the accepted set is identical on TimelineItem and MediaPoolItem."""
    clip = Stage().stem()

    assert clip.SetClipColor("Cyan") is False
    assert clip.SetClipColor("Navy") is True
    assert clip.GetClipColor() == "Navy"


def test_a_timeline_s_own_entry_finds_the_timeline() -> None:
    """R21.0.4 `MediaPoolItem.GetTimeline` (21.0.4), `Timeline.GetMediaPoolItem` (19.1)."""
    stage = Stage()

    entry = stage.timeline.GetMediaPoolItem()

    assert entry.GetClipProperty("Type") == "Timeline"
    assert entry.GetTimeline().GetName() == "Cut 1"
    assert stage.stem().GetTimeline() is None
    assert Stage(version="19.0").timeline.GetMediaPoolItem is None


def test_a_deleted_folder_is_not_current_any_more() -> None:
    stage = Stage()
    folder = stage.pool.AddSubFolder(stage.pool.GetRootFolder(), "NingBGM")
    stage.pool.SetCurrentFolder(folder)

    assert stage.pool.DeleteFolders([folder]) is True
    assert stage.pool.GetCurrentFolder().GetName() == "Master"
    assert stage.pool.SetCurrentFolder(folder) is False
