/** Short messages: what was done, what failed and what to do about it. */
import { signal } from "@preact/signals";
import { aborted, asFailure } from "../api/failure";

export interface Notice {
  readonly id: number;
  readonly kind: "done" | "failed";
  readonly text: string;
  readonly remedy: string;
}

/** What is shown now. */
export const notices = signal<readonly Notice[]>([]);
let count = 0;

/** Tells that something was done. */
export function tell(text: string): void {
  add({ id: ++count, kind: "done", text, remedy: "" }, 5000);
}

/** Tells that something failed, and what to do. */
export function complain(error: unknown): void {
  if (aborted(error)) return;
  const failure = asFailure(error);
  add({ id: ++count, kind: "failed", text: failure.message, remedy: failure.remedy }, 15_000);
}

/** Takes a message away. */
export function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}

function add(notice: Notice, shownMs: number): void {
  notices.value = [...notices.value.slice(-2), notice];
  setTimeout(() => dismiss(notice.id), shownMs);
}
