/**
 * What can go wrong at a call; a test hangs them up with `premiere.onCall(when, fault, …)`.
 *
 * A fault gets { do, board, call, args }: `do()` is the call itself, `args` its arguments as state.
 */

/** The call throws, and does nothing. */
export const raise =
  (message = "Unknown error exception") =>
  ({ board }) => {
    throw board.error(message);
  };

/** The call does its work and throws all the same. */
export const raiseAfter =
  (message = "Unknown error exception") =>
  (call) => {
    call.do();
    throw call.board.error(message);
  };

/** The call does nothing and gives this: false, 0, undefined, or a lie (true). */
export const giving = (value) => () => value;

/** Something happens right before the call: the user edits, another sequence comes to the front. */
export const meanwhile =
  (happen, { after = false } = {}) =>
  (call) => {
    if (!after) happen();
    const result = call.do();
    if (after) happen();
    return result;
  };

/** The faults that need nothing, by name. */
export const NAMED = {
  raise: raise(),
  raise_after: raiseAfter(),
  return_false: giving(false),
  return_zero: giving(0),
  return_true: giving(true),
  nothing: giving(undefined),
};

/** A fault as `onCall` takes it: a name, an error, a function `(call) => …`, or `meanwhile(…)`. */
export function faultOf(given) {
  if (typeof given === "string") {
    if (!(given in NAMED)) throw new Error(`no fault ${given}; there are ${Object.keys(NAMED).join(", ")}`);
    return NAMED[given];
  }
  return given instanceof Error ? raise(given.message) : given;
}
