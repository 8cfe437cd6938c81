/** The panel in UXP: Premiere behind `premierepro`, the daemon behind JSON over HTTP. */

import * as fs from "fs";
import * as os from "os";
import * as ppro from "premierepro";
import * as uxp from "uxp";

import { ContractDaemon } from "../../premiere_cep/src/line/contract_daemon";
import { Doorman } from "../../premiere_cep/src/line/doorman";
import { mount } from "../../premiere_cep/src/view/mount";
import { UxpGround } from "./ground";
import { UxpHost } from "./host";
import { HttpWire } from "./http_wire";
import type { Premiere } from "./ppro";
import { surroundings, type Files } from "./surroundings";

const wire = new HttpWire(new Doorman(new UxpGround(fs as unknown as Files, os)), (url, how) => fetch(url, how));
const host = new UxpHost(ppro as unknown as Premiere, surroundings(uxp, fs as unknown as Files));
let mounted = false;

uxp.entrypoints.setup({
  panels: {
    ningbgm: {
      show(root: HTMLElement): void {
        if (!mounted) {
          mounted = true;
          mount(root, host, new ContractDaemon(wire), globalThis.localStorage ?? null);
        }
      },
    },
  },
});
