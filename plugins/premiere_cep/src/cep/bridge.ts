/** What CEP gives to a panel's page: a way into ExtendScript, the program's look, its events. */

/** The seam to CEP; `cepBridge` is the real one. */
export interface CepBridge {
  /** Runs a script in Premiere; the answer is always text, and comes never while a dialogue is open. */
  evalScript(script: string, onAnswer: (answer: string) => void): void;
  /** The host environment as JSON: `appSkinInfo` among it. */
  hostEnvironment(): string;
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
  openUrl(url: string): void;
  /** The folder of the extension. */
  extensionPath(): string;
}

interface AdobeCep {
  evalScript(script: string, onAnswer?: (answer: string) => void): void;
  getHostEnvironment(): string;
  getSystemPath(kind: string): string;
  addEventListener(type: string, listener: () => void, scope?: unknown): void;
  removeEventListener(type: string, listener: () => void, scope?: unknown): void;
}

interface CepPage {
  readonly __adobe_cep__: AdobeCep;
  readonly cep?: { readonly util: { openURLInDefaultBrowser(url: string): void } };
}

/** CEP as the page of a panel sees it (CEP 11 and 12, `CEP 12 HTML Extension Cookbook`). */
export function cepBridge(page: CepPage = globalThis as unknown as CepPage): CepBridge {
  const cep = page.__adobe_cep__;
  return {
    evalScript: (script, onAnswer) => cep.evalScript(script, onAnswer),
    hostEnvironment: () => cep.getHostEnvironment(),
    addEventListener: (type, listener) => cep.addEventListener(type, listener, null),
    removeEventListener: (type, listener) => cep.removeEventListener(type, listener, null),
    openUrl: (url) => page.cep?.util.openURLInDefaultBrowser(url),
    extensionPath: () => pathOf(cep.getSystemPath("extension")),
  };
}

/** `getSystemPath` gives a file address. */
function pathOf(address: string): string {
  const path = decodeURIComponent(address.replace(/^file:\/\//i, ""));
  return /^\/[A-Za-z]:/.test(path) ? path.slice(1) : path;
}
