/** The line between picture and timeline, which can be moved. */
import { useSignal } from "@preact/signals";
import { within } from "../time/frames";

export function Splitter() {
  const share = useSignal(42);
  const set = (percent: number) => {
    share.value = within(Math.round(percent), 20, 75);
    document.documentElement.style.setProperty("--upper", `${share.value}%`);
  };
  const drag = (event: PointerEvent) => {
    if (event.buttons === 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    set((event.clientY / innerHeight) * 100 - 4);
  };
  const key = (event: KeyboardEvent) => {
    const step = { ArrowUp: -3, ArrowDown: 3 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    set(share.value + step);
  };
  return (
    <div
      class="splitter" role="separator" tabIndex={0} aria-orientation="horizontal" aria-label="Height of the picture"
      aria-valuemin={20} aria-valuemax={75} aria-valuenow={share.value}
      onPointerDown={drag} onPointerMove={drag} onKeyDown={key} onDblClick={() => set(42)}
    />
  );
}
