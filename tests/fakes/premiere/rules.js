/**
 * Calls numbered and logged, and the rules that break them. A rule strikes by number, or by name: `*` stands for anything,
 * a name without a dot is that of any object (`setMute`).
 */

/** Raised by a test that asks for something that cannot be. */
export class FakeUsageError extends Error {
  name = "FakeUsageError";
}

/** The log of one interface, and what was hung up for it. */
export class Rules {
  constructor() {
    this.log = [];
    this._rules = [];
  }

  /** Hangs a fault up; see `faults.js` for what it may be. `times: null` is for ever, `skip` lets that many pass. */
  on(when, fault, { times = 1, skip = 0 } = {}) {
    this._rules.push({ when, fault, times, skip });
  }

  /** One line of the log; reads are not numbered and not kept. */
  call(name, given, numbered = true) {
    const call = { number: null, name, given, result: "" };
    if (numbered) call.number = this.log.push(call);
    return call;
  }

  /** Does the call, or what a rule makes of it, and notes the outcome. */
  through(call, context) {
    const rule = this._rules.find((each) => strikes(each, call));
    try {
      const result = rule ? rule.fault({ ...context, call }) : context.do();
      call.result = shown(result);
      return result;
    } catch (error) {
      call.result = `throws ${error.message}`;
      throw error;
    }
  }
}

function strikes(rule, call) {
  if (rule.times === 0 || !named(rule.when, call)) return false;
  if (rule.skip > 0) {
    rule.skip -= 1;
    return false;
  }
  if (rule.times !== null) rule.times -= 1;
  return true;
}

function named(when, call) {
  if (typeof when === "number") return call.number === when;
  if (call.name.endsWith("?") && !when.endsWith("?")) return false; // a read is struck only where reads are named
  const full = when.includes(".") ? when : `*.${when}`;
  const pattern = new RegExp(`^${full.replace(/[.+^${}()|[\]\\?]/g, "\\$&").replace(/\*/g, ".*")}$`);
  return pattern.test(call.name);
}

/** A value as the log has it. */
export function shown(value) {
  if (typeof value === "bigint") return `${value}`;
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${Array.from(value, shown).join(", ")}]`;
  return "object";
}
