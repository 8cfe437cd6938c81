/** Something that a panel fetches when it is opened, and fetches anew when its address changes. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { aborted, asFailure, type Failure } from "../api/failure";
import type { Door } from "../api/door";

export function Loaded<T>({ door, path, children }: { door: Door; path: string; children: (value: T) => ComponentChildren }) {
  const value = useSignal<T | null>(null);
  const failure = useSignal<Failure | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    value.value = null;
    failure.value = null;
    door.json<T>(path, stop.signal).then(
      (told) => (value.value = told),
      (error: unknown) => { if (!aborted(error)) failure.value = asFailure(error); },
    );
    return () => stop.abort();
  }, [path]);
  if (failure.value) return <p class="bad">{failure.value.message} {failure.value.remedy}</p>;
  return value.value === null ? <p class="soft">Loading…</p> : <>{children(value.value)}</>;
}
