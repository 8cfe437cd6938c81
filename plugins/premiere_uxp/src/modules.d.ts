/** Modules that UXP gives. */
declare module "premierepro";

declare module "uxp" {
  export const host: { readonly version?: string };
  export const shell: { openExternal(url: string, why?: string): Promise<unknown> };
  export const storage: {
    readonly localFileSystem: { getTemporaryFolder(): Promise<{ readonly nativePath: string }> };
  };
  export const entrypoints: { setup(entries: unknown): void };
}
