/** Errors in plain words: what went wrong is in the error, what to do about it is here, by its reason. */

import { DaemonError } from "../daemon";
import { HostError } from "../host";
import { RefusedError } from "./errors";
import type { Notice } from "./state";

const ADVICE: Readonly<Record<string, string>> = {
  // The line to the daemon.
  NOT_INSTALLED: "Run `ningbgm plugins install premiere` in a terminal, then open this panel again.",
  NOT_STARTED: "Run `ningbgm doctor` in a terminal; after moving NingBGM, `ningbgm plugins install premiere`.",
  NOT_ANSWERING: "Run `ningbgm daemon status` in a terminal, and try again.",
  LOST: "The daemon was stopped or crashed. Try again; if it stays so, run `ningbgm daemon start` in a terminal.",
  TOO_OLD: "The daemon and this panel are of different versions. Run `ningbgm plugins install premiere` and restart it.",
  TOO_LARGE: "Score a part of the sequence: select clips, or set in and out.",
  TOO_SLOW: "The machine is busy. Wait a moment and try again.",
  TOKEN_REFUSED: "Run `ningbgm daemon stop` in a terminal, and try again.",
  // The contract.
  INPUT_INVALID: "Change the wish or the settings above, and try again.",
  WISH_IMPOSSIBLE: "Change the wish, and try again.",
  MEDIA_UNREADABLE: "Relink or replace that clip, and try again.",
  TIMELINE_UNREADABLE: "Try a nested sequence of the part to score; if that works, please report the sequence.",
  RANGE_INVALID: "Select clips, or set in and out within the sequence.",
  WRONG_STATE: "Look at the list below: it has been read again.",
  NOT_FOUND: "It was deleted, or made on another machine. Score the selection again.",
  STORE_FAILED: "Make room on the disk of NingBGM's data (see Doctor), and try again.",
  DELIVERY_FAILED: "Make room on the disk of NingBGM's data (see Doctor), and try again.",
  PERFORMANCE_FAILED: "Try another palette; `ningbgm doctor` says which sounds are there.",
  BUSY: "The daemon has more to do than it takes on. Wait a moment and try again.",
  MODEL_FAILED: "`ningbgm models` shows which model thinks, and how to go back to the rules.",
  UNEXPECTED: "That is our mistake. `ningbgm daemon logs` has the details.",
  // Premiere.
  NO_SEQUENCE: "Open a project and a sequence.",
  RANGE_EMPTY: "Select clips, or set in and out around pictures.",
  HOST_BUSY: "Close any open dialogue of Premiere, and try again.",
  TIMELINE_CHANGED: "The sequence kept changing. Stop playing and editing for a moment, and try again.",
  HOST_REFUSED: "Nothing of it was left on the sequence. Save the project and try again.",
  NOT_SUPPORTED: "See Doctor for what this version of Premiere can do.",
  // What stands in the way on the timeline.
  REASON_LOCKED: "Unlock that cue first, or choose another range.",
  REASON_CHANGED_BY_HAND: "Move or delete what was changed, and try again.",
  REASON_IN_THE_WAY: "Move or delete that clip, and try again.",
  REASON_SOUND_GONE: "Undo, or score the selection again: a sound of this score was deleted from the disk.",
  REASON_OTHER_RATE: "Score this sequence anew: the music was written for another frame rate.",
};

/** What the user is told of an error. */
export function noticeOf(error: unknown): Notice {
  if (error instanceof HostError) {
    const left = error.left.map((name) => `Still on the sequence: ${name}.`);
    const advice = left.length > 0 ? "Remove takes away what is left." : adviceFor(error.reason);
    return { tone: "bad", sentence: asSentence(error.message), advice, details: left };
  }
  if (error instanceof DaemonError || error instanceof RefusedError) {
    return { tone: "bad", sentence: asSentence(error.message), advice: adviceFor(error.reason), details: [] };
  }
  const sentence = error instanceof Error ? error.message : String(error);
  return { tone: "bad", sentence: asSentence(sentence), advice: "That is our mistake; please report it.", details: [] };
}

/** Whether there is a word of advice for this reason. */
export function hasAdvice(reason: string): boolean {
  return reason in ADVICE;
}

function adviceFor(reason: string): string {
  return ADVICE[reason] ?? "Doctor says what works here and what does not.";
}

/** `the daemon does not start` → `The daemon does not start.` */
function asSentence(text: string): string {
  const trimmed = text.trim();
  const ended = /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
  return ended.charAt(0).toUpperCase() + ended.slice(1);
}
