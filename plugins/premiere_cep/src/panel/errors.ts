/** How work ends otherwise than well, beside `HostError` and `DaemonError`. */

import type { Refusal } from "../placement";

/** Something on the timeline stands in the way; nothing was changed. */
export class RefusedError extends Error {
  /** `Refusal.Reason` of the contract. */
  readonly reason: string;

  constructor(refusal: Refusal) {
    super(refusal.sentence);
    this.reason = refusal.reason;
  }
}

/** The user cancelled. */
export class CancelledError extends Error {}
