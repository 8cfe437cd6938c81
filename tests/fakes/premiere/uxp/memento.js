/**
 * A whole state remembered, and put back in place: what undo is.
 *
 * Every object that can be reached keeps its identity; only its contents go back.
 */

/** Remembers everything that can be reached from an object. */
export function remember(root) {
  const kept = new Map();
  const pending = [root];
  while (pending.length) {
    const each = pending.pop();
    if (each === null || typeof each !== "object" || kept.has(each)) continue;
    if (each instanceof Set) {
      kept.set(each, new Set(each));
      pending.push(...each);
    } else if (Array.isArray(each)) {
      kept.set(each, [...each]);
      pending.push(...each);
    } else {
      kept.set(each, { ...each });
      pending.push(...Object.values(each));
    }
  }
  return kept;
}

/** Puts everything back. */
export function putBack(kept) {
  for (const [each, was] of kept) {
    if (each instanceof Set) {
      each.clear();
      for (const value of was) each.add(value);
    } else if (Array.isArray(each)) {
      each.splice(0, each.length, ...was);
    } else {
      for (const key of Object.keys(each)) if (!(key in was)) delete each[key];
      Object.assign(each, was);
    }
  }
}
