/**
 * The CEP side of a panel: what `window.__adobe_cep__` answers, in Node at once or in a real page through `serve`.
 *
 * - CEP 11 up to Premiere 24, CEP 12 from 25.0 (nle.md 2.1).
 * - Events from ExtendScript arrive with `data` parsed where it is JSON (CCB "Listen for and Dispatch CSEvent": "If the
 *   value is a valid JSON string, CEP will parse it"), after the script that sent them (CCB: "split the script into
 *   small parts … so that CEP event has a chance to be scheduled").
 * - `ThemeColorChanged` brings nothing; the new colours are in `getHostEnvironment` (CSI OnAppThemeColorChanged).
 * - `getSystemPath` answers URIs, which CSInterface turns into paths (CSI getSystemPath).
 * - The numbers of the colours are made up [inference]; their shape is that of AppSkinInfo (CSI).
 */

import fs from "node:fs";
import { installCep } from "./page.js";
import { servePanel } from "./bridge.js";

export const THEME_COLOR_CHANGED = "com.adobe.csxs.events.ThemeColorChanged";

/** Grey of the panel, 0 to 255, by the name of the theme. */
const THEMES = { darkest: 29, dark: 50, light: 184 };

/** One panel in one Premiere. */
export class FakePanel {
  constructor(
    premiere,
    {
      id = "com.example.panel",
      name = "Panel",
      root = "/extension",
      theme = "darkest",
      locale = "en_US",
    } = {},
  ) {
    Object.assign(this, { premiere, id, name, root, theme, locale });
    this.urls = [];
    this.dispatched = [];
    this.opened = [];
    this.invoked = [];
    this.keys = null;
    this.closed = false;
    this._hearers = new Set();
    premiere.onCsxsEvent.push((event) => setImmediate(() => this.tell(event)));
  }

  /** Puts `__adobe_cep__` and `cep` onto an object of Node, with the `navigator` that CSInterface asks. */
  install(target = {}) {
    target.window = target;
    target.navigator = this.navigator;
    const hear = installCep(target, this.facts(), {
      evalScript: (text) => this.premiere.evalScript(text),
      sync: (name, ...args) => this.sync(name, ...args),
    });
    this._hearers.add(hear);
    return target;
  }

  /** Serves the panel's folder to a real browser; see `bridge.js`. */
  serve(options) {
    return servePanel(this, options);
  }

  /** An event of Premiere's or of a script's, to every page of this panel. */
  tell({ type, data = "", scope = "APPLICATION" }, environment) {
    const event = { type, scope, appId: "PPRO", extensionId: this.id, data: parsed(data) };
    for (const hear of this._hearers) hear(event, environment);
  }

  /** The user chooses another appearance. */
  setTheme(theme) {
    if (!(theme in THEMES)) throw new Error(`no theme ${theme}; there are ${Object.keys(THEMES).join(", ")}`);
    this.theme = theme;
    this.tell({ type: THEME_COLOR_CHANGED }, this.environment());
  }

  /** HostEnvironment (CSI). */
  environment() {
    const grey = THEMES[this.theme];
    const color = { red: grey, green: grey, blue: grey, alpha: 255 };
    const ui = { type: 1, antialiasLevel: 0, color };
    return {
      appName: "PPRO",
      appVersion: `${this.premiere.version}${this.premiere.version.split(".").length < 3 ? ".0" : ""}`,
      appLocale: this.locale,
      appUILocale: this.locale,
      appId: "PPRO",
      isAppOnline: true,
      appSkinInfo: {
        baseFontFamily: "Lucida Grande",
        baseFontSize: 10,
        appBarBackgroundColor: ui,
        panelBackgroundColor: ui,
        appBarBackgroundColorSRGB: ui,
        panelBackgroundColorSRGB: ui,
        systemHighlightColor: { red: 45, green: 140, blue: 235, alpha: 255 },
      },
    };
  }

  /** Everything that a page may ask without waiting. */
  facts() {
    const { paths } = this.premiere.engine;
    const uri = (path) => `file://${paths.os === "windows" ? "/" : ""}${encodeURI(path.replace(/\\/g, "/"))}`;
    const major = Number.parseInt(this.premiere.version, 10) >= 25 ? 12 : 11;
    return {
      id: this.id,
      environment: this.environment(),
      api: { major, minor: 0, micro: 0 },
      capabilities: {
        EXTENDED_PANEL_MENU: true,
        EXTENDED_PANEL_ICONS: true,
        DELEGATE_APE_ENGINE: false,
        SUPPORT_HTML_EXTENSIONS: true,
        DISABLE_FLASH_EXTENSIONS: true,
      },
      extensions: [
        {
          id: this.id,
          name: this.name,
          mainPath: `${this.root}/index.html`,
          basePath: this.root,
          windowType: "Panel",
        },
      ],
      strings: {},
      paths: {
        userData: uri(paths.home),
        commonFiles: uri(
          paths.os === "windows" ? "C:/Program Files/Common Files" : "/Library/Application Support",
        ),
        myDocuments: uri(`${paths.home}/Documents`),
        application: uri(this.root),
        extension: uri(this.root),
        hostApplication: uri(this.premiere.applicationPath),
      },
      navigator: this.navigator,
    };
  }

  /** What the page's browser says of itself, on the pretended system. */
  get navigator() {
    const windows = this.premiere.engine.paths.os === "windows";
    const userAgent = windows
      ? "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0 Safari/537.36"
      : "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0 Safari/537.36";
    return {
      platform: windows ? "Win32" : "MacIntel",
      userAgent,
      appVersion: userAgent.replace("Mozilla/", ""),
    };
  }

  /** What a page asks of the outside. */
  sync(name, ...args) {
    switch (name) {
      case "openUrl":
        this.urls.push(args[0]);
        return undefined;
      case "dispatchEvent":
        this.dispatched.push(args[0]);
        setImmediate(() => this.tell(args[0]));
        return undefined;
      case "requestOpenExtension":
        this.opened.push(args[0]);
        return undefined;
      case "closeExtension":
        this.closed = true;
        return undefined;
      case "keys":
        this.keys = args[0];
        return undefined;
      case "fs":
        return this._files(...args);
      case "invokeSync":
      case "invokeAsync":
        this.invoked.push(args);
        return args[0] === "isWindowVisible" ? true : args[0] === "getWindowTitle" ? this.name : undefined;
      default:
        throw new Error(`no call ${name}`);
    }
  }

  _files(call, path, ...args) {
    const real = this.premiere.engine.paths.real(path);
    try {
      if (call === "readFile")
        return { err: 0, data: fs.readFileSync(real, args[0] === "Base64" ? "base64" : "utf8") };
      if (call === "readdir") return { err: 0, data: fs.readdirSync(real) };
      if (call === "stat") {
        const found = fs.statSync(real);
        return {
          err: 0,
          data: {
            isFile: found.isFile(),
            isDirectory: found.isDirectory(),
            mtime: found.mtimeMs,
            size: found.size,
          },
        };
      }
      if (this.premiere.engine.disk.full) return { err: 7 }; // ERR_OUT_OF_SPACE
      if (call === "makedir") fs.mkdirSync(real);
      else fs.writeFileSync(real, args[0], args[1] === "Base64" ? "base64" : "utf8");
      return { err: 0 };
    } catch (error) {
      return {
        err: error.code === "ENOENT" ? 3 : error.code === "EEXIST" ? 10 : call === "readFile" ? 4 : 6,
      };
    }
  }
}

function parsed(data) {
  if (typeof data !== "string") return data;
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}
