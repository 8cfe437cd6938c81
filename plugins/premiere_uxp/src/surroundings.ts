/** What UXP gives beside Premiere: files for a moment, the browser, the version, the colours. */

import type { Surroundings } from "./host";

/** The part of `require("uxp")` that is used. */
export interface Uxp {
  readonly host: { readonly version?: string };
  readonly shell: { openExternal(url: string, why?: string): Promise<unknown> };
  readonly storage: {
    readonly localFileSystem: { getTemporaryFolder(): Promise<{ readonly nativePath: string }> };
  };
}

/** The part of UXP's `fs` that is used; it takes addresses. */
export interface Files {
  readFile(path: string, how: { encoding: string }): Promise<string | ArrayBuffer>;
  unlink(path: string): Promise<unknown>;
}

/** A path as the address that UXP's `fs` takes. */
export function addressOf(path: string): string {
  const slashed = path.replace(/\\/g, "/");
  return `file://${slashed.startsWith("/") ? "" : "/"}${slashed}`;
}

/** UXP as the host needs it. */
export function surroundings(uxp: Uxp, files: Files): Surroundings {
  return {
    version: String(uxp.host?.version ?? ""),
    scratch: {
      path: async (name) => {
        const { nativePath } = await uxp.storage.localFileSystem.getTemporaryFolder();
        return `${nativePath.replace(/[\\/]$/, "")}${nativePath.includes("\\") ? "\\" : "/"}${name}`;
      },
      read: async (name) => String(await files.readFile(`plugin-temp:/${name}`, { encoding: "utf-8" })),
      remove: async (name) => void (await files.unlink(`plugin-temp:/${name}`)),
    },
    openUrl: async (url) => {
      const refused = await uxp.shell.openExternal(url, "NingBGM shows the score with its reasons.");
      if (typeof refused === "string" && refused !== "") {
        throw new Error(refused);
      }
    },
    theme: () => null, // colours come to the page by UXP's own style sheet
    onThemeChanged: () => () => undefined,
  };
}
