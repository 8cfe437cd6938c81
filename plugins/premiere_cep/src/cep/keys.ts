/** Keys that the panel wants while it has the focus; all others go to Premiere (CEP Cookbook, Register Interest). */

/** Key codes differ: those of Windows are the page's, those of macOS the keyboard's. */
const WINDOWS = { tab: 9, enter: 13, escape: 27, space: 32, up: 38, down: 40 };
const MACOS = { tab: 48, enter: 36, escape: 53, space: 49, up: 126, down: 125 };

interface KeysPage {
  readonly __adobe_cep__: { registerKeyEventsInterest?(keys: string): void };
}

/** Asks CEP for the keys of the panel. */
export function takeKeys(page: KeysPage = globalThis as unknown as KeysPage): void {
  const codes = Object.values(navigator.platform.startsWith("Mac") ? MACOS : WINDOWS);
  const keys = codes.flatMap((keyCode) => [{ keyCode }, { keyCode, shiftKey: true }]);
  page.__adobe_cep__.registerKeyEventsInterest?.(JSON.stringify(keys));
}
