/** One step of Premiere's undo. */

import { HostError } from "../../premiere_cep/src/host";
import type { Action, Project } from "./ppro";

/**
 * Carries actions out together; `build` is given what adds one, and makes them where Premiere wants it from 26.3 on:
 * inside `lockedAccess`. Throws a `HostError` where Premiere says that it did not; what it says otherwise is no proof.
 */
export function transact(project: Project, name: string, build: (add: (action: Action | undefined) => void) => void): void {
  let failure: unknown = null;
  let done = false;
  project.lockedAccess(() => {
    try {
      done = project.executeTransaction((compound) => {
        build((action) => {
          if (action === undefined || action === null || compound.addAction(action) === false) {
            throw new HostError("HOST_REFUSED", `Premiere made no step of "${name}".`);
          }
        });
      }, name);
    } catch (error) {
      failure = error;
    }
  });
  if (failure !== null) {
    const said = failure instanceof Error ? failure.message : String(failure);
    throw failure instanceof HostError ? failure : new HostError("HOST_REFUSED", `Premiere failed: ${said}.`);
  }
  if (!done) {
    throw new HostError("HOST_REFUSED", `Premiere did not carry out "${name}".`);
  }
}
