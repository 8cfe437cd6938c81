/** One player for the whole panel, and the buttons that feed it. */

import { useEffect, useRef } from "preact/hooks";

import type { Props } from "./app";

/** The player; it is heard, not seen. */
export function Sound({ panel, state }: Props) {
  const player = useRef<HTMLAudioElement>(null);
  const { heard } = state;
  useEffect(() => {
    // A second file that is asked for meanwhile rejects the first with an AbortError: that is no failure.
    player.current?.play()?.catch((error: Error) => error.name !== "AbortError" && panel.soundFailed());
  }, [heard, panel]);
  if (!heard) return null;
  return (
    <audio
      key={heard}
      ref={player}
      src={panel.host.soundUrl(heard)}
      onEnded={() => panel.hear("")}
      onTimeUpdate={({ currentTarget: { currentTime, duration } }) => {
        panel.heardSoFar(duration > 0 ? currentTime / duration : 0);
      }}
    />
  );
}

/** Plays a file, or stops it. */
export function PlayButton({ panel, state, path, name }: Props & { path: string; name: string }) {
  const playing = state.heard === path && path !== "";
  return (
    <button
      type="button"
      class={`play ${playing ? "playing" : ""}`}
      disabled={path === ""}
      aria-label={`${playing ? "Stop" : "Play"} ${name}`}
      aria-pressed={playing}
      onClick={(event) => {
        event.stopPropagation();
        panel.hear(playing ? "" : path);
      }}
    >
      <span class={playing ? "square" : "triangle"} aria-hidden="true" />
    </button>
  );
}
