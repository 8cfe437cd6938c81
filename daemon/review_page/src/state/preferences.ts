/** What one person likes: kept in the browser, never sent. */
import { signal, effect } from "@preact/signals";

export type Theme = "system" | "dark" | "light";

const KEPT = "ningbgm.theme";

/** The look that was chosen. */
export const theme = signal<Theme>((localStorage.getItem(KEPT) as Theme | null) ?? "system");
/** Counts changes of the look, so that canvases are drawn anew. */
export const lookVersion = signal(0);

const systemDark = matchMedia("(prefers-color-scheme: dark)");

/** Keeps the document's look as it was chosen. */
export function keepLook(): void {
  const set = () => {
    const dark = theme.value === "dark" || (theme.value === "system" && systemDark.matches);
    document.documentElement.dataset["theme"] = dark ? "dark" : "light";
    lookVersion.value = lookVersion.peek() + 1;
  };
  systemDark.addEventListener("change", set);
  effect(() => {
    localStorage.setItem(KEPT, theme.value);
    set();
  });
}
