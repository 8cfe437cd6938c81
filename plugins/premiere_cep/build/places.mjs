/** Where things lie. */

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** This folder. */
export const HERE = dirname(fileURLToPath(import.meta.url));
/** The panel: `plugins/premiere_cep`. */
export const PANEL = dirname(HERE);
/** The UXP plugin, which bundles the same panel. */
export const UXP = join(PANEL, "..", "premiere_uxp");
export const REPOSITORY = join(PANEL, "..", "..");
