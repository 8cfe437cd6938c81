/**
 * A JavaScript world with nothing in it that ES3 did not have.
 *
 * ExtendScript is ES3 (leancoderkavy/premiere-pro-mcp PR #15: "ExtendScript has no native JSON"; tmoroney/auto-subs
 * `Adobe-Extension/src/jsx/ppro/ppro.ts` brings its own `indexOf`; the npm packages extendscript-es5-shim and
 * extendscript-ponyfills list what everybody misses). The lists are those of ECMA-262, 3rd edition, section 15.
 */

import vm from "node:vm";

const GLOBALS = [
  "Array Boolean Date Error EvalError Function Infinity Math NaN Number Object RangeError ReferenceError RegExp",
  "String SyntaxError TypeError URIError undefined",
  "decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval isFinite isNaN parseFloat parseInt unescape",
].flatMap((line) => line.split(" "));

const OWN = {
  Object: "prototype length name",
  "Object.prototype":
    "constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf",
  Function: "prototype length name",
  "Function.prototype": "apply call constructor length name toString",
  Array: "prototype length name",
  "Array.prototype":
    "concat constructor join length pop push reverse shift slice sort splice toLocaleString toString unshift",
  String: "fromCharCode prototype length name",
  "String.prototype":
    "charAt charCodeAt concat constructor indexOf lastIndexOf length localeCompare match replace search slice split " +
    "substr substring toLocaleLowerCase toLocaleUpperCase toLowerCase toString toUpperCase valueOf",
  Number: "MAX_VALUE MIN_VALUE NEGATIVE_INFINITY NaN POSITIVE_INFINITY prototype length name",
  "Number.prototype": "constructor toExponential toFixed toLocaleString toPrecision toString valueOf",
  Boolean: "prototype length name",
  Math:
    "E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2 abs acos asin atan atan2 ceil cos exp floor log max min pow random " +
    "round sin sqrt tan",
  Date: "UTC parse prototype length name",
  "Date.prototype": null, // by rule: everything but what ES5 and later brought
  RegExp: "prototype length name",
  "RegExp.prototype": "constructor exec test toString compile source global ignoreCase multiline lastIndex",
  Error: "prototype length name",
};

const LATER_DATES = ["toISOString", "toJSON", "toTemporalInstant"];

/** A fresh context; `offered` are further globals, `json` puts a JSON object back for engines that bring one. */
export function es3Realm(offered = {}, { json = false } = {}) {
  const context = vm.createContext(Object.create(null));
  const global = vm.runInContext("this", context);
  const native = json ? vm.runInContext("JSON", context) : undefined;
  const make = {
    array: vm.runInContext(
      "(function (items) { var a = [], i; for (i = 0; i < items.length; i++) a[i] = items[i]; return a; })",
      context,
    ),
    object: vm.runInContext("(function () { return {}; })", context),
    callable: vm.runInContext(
      "(function (call) { return function () { return call(this, arguments); }; })",
      context,
    ),
    date: vm.runInContext("(function (ms) { return new Date(ms); })", context),
    error: vm.runInContext(
      "(function (name, message) { var e = new (name === 'TypeError' ? TypeError : Error)(message); return e; })",
      context,
    ),
    isError: vm.runInContext("(function (e) { return e instanceof Error; })", context),
  };
  strip(global);
  tellErrors(global);
  if (native) Object.defineProperty(global, "JSON", { value: native, writable: true, configurable: true });
  for (const [name, value] of Object.entries(offered)) {
    Object.defineProperty(global, name, { value, writable: true, configurable: true, enumerable: false });
  }
  return { context, global, make };
}

function strip(global) {
  for (const [path, kept] of Object.entries(OWN)) {
    const owner = path.split(".").reduce((at, name) => at[name], global);
    const names = kept === null ? null : new Set(kept.split(" "));
    for (const name of Object.getOwnPropertyNames(owner)) {
      if (names ? !names.has(name) : LATER_DATES.includes(name)) Reflect.deleteProperty(owner, name);
    }
  }
  const names = new Set(GLOBALS);
  for (const name of Object.getOwnPropertyNames(global)) {
    if (!names.has(name)) Reflect.deleteProperty(global, name);
  }
}

/** Errors of the engine carry `line`, `fileName` and `description` (JTG dollar-object.md `$.error`). */
function tellErrors(global) {
  const placed = (error) => /\n\s+at .*?([^\s(]+):(\d+):\d+\)?/.exec(String(error.stack ?? ""));
  const told = {
    line: (error) => Number(placed(error)?.[2] ?? 0),
    fileName: (error) => placed(error)?.[1] ?? "",
    description: (error) => error.message,
  };
  for (const [name, tell] of Object.entries(told)) {
    Object.defineProperty(global.Error.prototype, name, {
      get() {
        return tell(this);
      },
      set(value) {
        Object.defineProperty(this, name, { value, writable: true, configurable: true, enumerable: true });
      },
      configurable: true,
    });
  }
}
