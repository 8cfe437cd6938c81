/**
 * `window.__adobe_cep__` and `window.cep`, for Node and for a real page: one text, told where to send things.
 *
 * The shapes are those that CSInterface.js of CEP 12 calls (CSI) and CEPEngine_extensions.js (CEE); `channel` has
 * evalScript(text) -> Promise of a string, sync(name, ...args) -> value, both into the process of the test.
 * This file must stay a plain function: it is also sent to browsers as text.
 */
export function installCep(target, facts, channel) {
  const listeners = [];
  let environment = facts.environment;
  const noError = () => ({ err: 0 });

  const adobe = {
    // CSI evalScript: the result comes through the callback alone (leancoderkavy/premiere-pro-mcp #5, #8)
    evalScript(text, callback) {
      channel.evalScript(String(text)).then((result) => {
        if (typeof callback === "function") callback(result);
      });
    },
    getHostEnvironment: () => JSON.stringify(environment),
    getSystemPath: (kind) => facts.paths[kind] ?? "",
    getExtensions: (ids) => {
      const wanted = ids === undefined ? null : JSON.parse(ids);
      return JSON.stringify(facts.extensions.filter((each) => !wanted || wanted.includes(each.id)));
    },
    getExtensionId: () => facts.id,
    getCurrentApiVersion: () => JSON.stringify(facts.api),
    getHostCapabilities: () => JSON.stringify(facts.capabilities),
    getNetworkPreferences: () => "{}",
    getScaleFactor: () => 1,
    getMonitorScaleFactor: () => 1,
    setScaleFactorChangedHandler() {},
    initResourceBundle: () => JSON.stringify(facts.strings),
    dumpInstallationInfo: () => "",
    addEventListener: (type, listener, owner) => void listeners.push({ type, listener, owner }),
    removeEventListener(type, listener) {
      const at = listeners.findIndex((each) => each.type === type && each.listener === listener);
      if (at >= 0) listeners.splice(at, 1);
    },
    dispatchEvent: (event) =>
      void channel.sync("dispatchEvent", { type: event.type, scope: event.scope, data: event.data }),
    requestOpenExtension: (id) => void channel.sync("requestOpenExtension", id),
    closeExtension: () => void channel.sync("closeExtension"),
    resizeContent() {}, // does nothing to panels in Premiere (CSI resizeContent)
    registerInvalidCertificateCallback() {},
    registerKeyEventsInterest: (interest) => void channel.sync("keys", interest),
    invokeSync: (name, value) => channel.sync("invokeSync", name, value),
    invokeAsync: (name, value) => void channel.sync("invokeAsync", name, value),
  };

  const cep = {
    util: {
      ERR_INVALID_URL: 201,
      openURLInDefaultBrowser(url) {
        const allowed = ["http://", "https://", "file://", "mailto:"];
        if (!url || !allowed.some((start) => url.indexOf(start) === 0)) return { err: 201 };
        channel.sync("openUrl", url);
        return noError();
      },
      registerExtensionUnloadCallback: () => ({ err: -1 }), // deprecated (CEE)
      storeProxyCredentials: noError,
    },
    fs: {
      readFile: (path, encoding) => channel.sync("fs", "readFile", path, encoding),
      writeFile: (path, data, encoding) => channel.sync("fs", "writeFile", path, data, encoding),
      stat: (path) => channel.sync("fs", "stat", path),
      readdir: (path) => channel.sync("fs", "readdir", path),
      makedir: (path) => channel.sync("fs", "makedir", path),
    },
    encoding: { UTF8: "UTF-8", Base64: "Base64" },
  };

  Object.assign(target, { __adobe_cep__: adobe, cep });
  // What comes from Premiere: the environment first, then the event (CSI OnAppThemeColorChanged reads it anew).
  return function hear(event, newEnvironment) {
    if (newEnvironment) environment = newEnvironment;
    for (const { type, listener, owner } of [...listeners]) {
      if (type === event.type) listener.call(owner ?? null, { ...event });
    }
  };
}
