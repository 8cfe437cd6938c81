"""How fast and how right the senses are.

    python benchmarks/sense.py speed [--seconds 60] [--megabits 3.2]
    python benchmarks/sense.py cuts [--spare]

`speed` makes a 1080p24 film (from real footage where it is at hand) with the ffmpeg binary, and
sets the time of `sense` beside that of `ffmpeg -f null`, both on all cores, with the peak memory.
`cuts` compares the hard cuts with the annotated ones, with PySceneDetect as a second opinion; with
`--spare` pictures that no other needs are left out at first, as in long films.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ningbgm_daemon.media.decode import read_frames, read_sound
from ningbgm_daemon.media.picture import shrunk
from ningbgm_daemon.media.probe import probe
from ningbgm_daemon.media.scan import is_scanned_fast
from ningbgm_daemon.media.sense import sense

FOOTAGE = Path(__file__).resolve().parents[2] / "shared" / "real" / "footage"
BY_HAND: dict[str, list[int]] = {
    "popeye_sinbad_p3_dvd_2997.mkv": [92, 414, 662, 922, 1339, 1670],
    "bbb_opening_720p_vp8.webm": [283, 376, 551],
    "fcp_rubric_60fps_cards.mp4": [300, 600, 900, 1200, 1500],
    "fcp_rubric_60fps_prores.mov": [300, 600, 900, 1200, 1500],
    "nasa_webb_13s_multistream.mp4": [240],  # of the larger stream 3; 202 of stream 0
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=("speed", "cuts", "one"))
    parser.add_argument("film", nargs="?", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--megabits", type=float, default=3.2)
    parser.add_argument("--spare", action="store_true", help="leave pictures out, whatever the film")
    given = parser.parse_args()
    if given.what == "cuts":
        report_cuts(spares=given.spare)
    elif given.what == "one":
        print(json.dumps(measure(given.film)))
    else:
        report_speed(given.seconds, given.megabits)


def report_speed(seconds: float, megabits: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        film = make_film(Path(folder), seconds, megabits)
        length = probe(film).duration_s
        coded_s = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        print(f"film: {length:.1f} s, {film.stat().st_size * 8 / length / 1e6:.2f} Mb/s, 1080p24")
        null = timed(["ffmpeg", "-v", "error", "-i", str(film), "-f", "null", "-"])
        null_cpu_s = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - coded_s
        one = subprocess.run(
            [sys.executable, __file__, "one", str(film)], capture_output=True, check=True, text=True
        )
        ours = json.loads(one.stdout)
        null_again = timed(["ffmpeg", "-v", "error", "-i", str(film), "-f", "null", "-"])
        ffmpeg_s = min(null, null_again)
        print(f"ffmpeg -f null: {ffmpeg_s:.2f} s, {length / ffmpeg_s:.1f} x real time")
        print(f"sense:          {ours['wall_s']:.2f} s, {length / ours['wall_s']:.1f} x real time")
        print(f"sense / ffmpeg: {ours['wall_s'] / ffmpeg_s:.2f} of its time")
        print(f"processor time: ffmpeg {null_cpu_s:.1f} s, sense {ours['cpu_s']:.1f} s")
        print(f"peak memory:    {ours['peak_mb']:.0f} MB")
        report_steps(film)


def report_steps(film: Path) -> None:
    """One step after the other over the first 20 s, on one core."""
    info = probe(film)
    begin = time.perf_counter()
    frames = sum(1 for _ in read_frames(info, -1, 20, fast=is_scanned_fast(info)))
    decoded = time.perf_counter()
    for _, frame in read_frames(info, -1, 20, fast=is_scanned_fast(info)):
        shrunk(frame, 0)
    small = time.perf_counter()
    for _ in read_sound(info, 0, 20):
        pass
    heard = time.perf_counter()
    sense(film, start_s=0, end_s=20, workers=1)
    done = time.perf_counter()
    print(f"steps over {frames} frames on one core, in ms a frame:")
    print(f"  decode {(decoded - begin) / frames * 1e3:.2f}")
    print(f"  decode and shrink {(small - decoded) / frames * 1e3:.2f}")
    print(f"  decode sound {(heard - small) / frames * 1e3:.2f}")
    print(f"  all of sense {(done - heard) / frames * 1e3:.2f}")


def measure(film: Path) -> dict[str, float]:
    begin, cpu = time.perf_counter(), time.process_time()
    sense(film)
    return {
        "wall_s": time.perf_counter() - begin,
        "cpu_s": time.process_time() - cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def timed(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return time.perf_counter() - begin


def make_film(folder: Path, seconds: float, megabits: float) -> Path:
    """A film of that length: real footage, enlarged and looped, or a drawn test picture."""
    film, source = folder / "film.mp4", FOOTAGE / "sintel_scales_25fps.mp4"
    picture = (
        ["-stream_loop", "-1", "-i", str(source)]
        if source.exists()
        else ["-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=24,noise=alls=12:allf=t"]
    )
    sound = ["-f", "lavfi", "-i", "anoisesrc=a=0.05:c=pink:r=48000"]
    shape = "scale=1920:1080,fps=24,setsar=1"
    coding = ["-c:v", "libx264", "-preset", "veryfast", "-bf", "3", "-b:v", f"{megabits}M"]
    subprocess.run(
        ["ffmpeg", "-v", "error", *picture, *sound, "-map", "0:v", "-map", "1:a", "-vf", shape,
         "-t", str(seconds), *coding, "-c:a", "aac", "-ac", "2", str(film)],
        check=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return film


def report_cuts(*, spares: bool) -> None:
    truth = {clip["file"]: [cut["frame"] for cut in clip["hard_cuts"]] for clip in annotated()}
    truth |= BY_HAND
    ours, theirs = [0, 0, 0], [0, 0, 0]
    print(f"{'clip':36} {'cuts':>4}  ours hit/invented/missed   PySceneDetect adaptive")
    for film in sorted(FOOTAGE.iterdir()):
        if film.suffix in (".json", ".srt") or not probe(film).has_picture:
            continue
        wanted = set(truth.get(film.name, []))
        found = {cut.frame for cut in sense(film, spares=spares or None).evidence.cuts if cut.kind == "cut"}
        second = second_opinion(film)
        print(f"{film.name:36} {len(wanted):4}  {counted(found, wanted, ours)!s:26} "
              f"{counted(second, wanted, theirs)}")  # fmt: skip
    print(f"ours          {scored(ours)}\nPySceneDetect {scored(theirs)}")


def annotated() -> list[dict[str, list[dict[str, int]]]]:
    clips: list[dict[str, list[dict[str, int]]]] = json.loads(
        (FOOTAGE / "cuts.json").read_text(encoding="utf-8")
    )["clips"]
    return clips


def counted(found: set[int], wanted: set[int], totals: list[int]) -> tuple[int, int, int]:
    counts = (len(found & wanted), len(found - wanted), len(wanted - found))
    for index, count in enumerate(counts):
        totals[index] += count
    return counts


def scored(totals: list[int]) -> str:
    hit, invented, missed = totals
    precision, recall = hit / max(hit + invented, 1), hit / max(hit + missed, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} (frame exact)"


def second_opinion(film: Path) -> set[int]:
    from scenedetect import AdaptiveDetector, SceneManager, open_video

    try:
        video = open_video(str(film), backend="pyav")
        manager = SceneManager()
        manager.add_detector(AdaptiveDetector(min_scene_len=6))
        manager.detect_scenes(video)
        return {start.frame_num for start, _ in manager.get_scene_list()[1:]}
    except Exception as error:  # noqa: BLE001 - somebody else's program; its failure is a result
        print(f"  PySceneDetect on {film.name}: {error}")
        return set()


if __name__ == "__main__":
    main()
