/** What went wrong, in words, with what to do about it. */

/** A refusal of the daemon, or silence from it. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly reason: string,
    readonly status = 0,
  ) {
    super(message);
  }

  /** What the user can do. */
  get remedy(): string {
    return REMEDIES[this.reason] ?? "";
  }
}

const REMEDIES: Record<string, string> = {
  UNREACHABLE: "Run “ningbgm daemon start”, then “ningbgm review”.",
  TOKEN_REFUSED: "Run “ningbgm review” again.",
  BUSY: "Try again in a moment.",
  WRONG_STATE: "Wait for the running job, or unlock the cue, then try again.",
  WISH_IMPOSSIBLE: "Change the wish or the hits that contradict each other.",
  NOT_FOUND: "It may have been deleted; choose another score.",
  RANGE_INVALID: "Choose frames inside the cue.",
  STORE_FAILED: "Free some disk space, then try again.",
  DELIVERY_FAILED: "Free some disk space, or check the folder, then try again.",
  UNEXPECTED: "“ningbgm daemon logs” says more.",
};

/** The failure that an answer tells. */
export async function failureOf(answer: Response): Promise<Failure> {
  try {
    const { error } = (await answer.json()) as { error: { message: string; details?: { reason?: string }[] } };
    return new Failure(error.message, error.details?.find((detail) => detail.reason)?.reason ?? "", answer.status);
  } catch {
    return new Failure(`The daemon answered ${answer.status}.`, "", answer.status);
  }
}

/** Whether somebody stopped the asking. */
export function aborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** Any error as a failure. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure(error instanceof Error ? error.message : String(error), "");
}
