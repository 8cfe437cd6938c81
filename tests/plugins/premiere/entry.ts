/** What the tests use of the plugin. */

export { CepHost } from "../../../plugins/premiere_cep/src/cep/host";
export { Script } from "../../../plugins/premiere_cep/src/cep/script";
export { themeOf } from "../../../plugins/premiere_cep/src/cep/theme";
export { ContractDaemon } from "../../../plugins/premiere_cep/src/line/contract_daemon";
export { comparable, plainPath } from "../../../plugins/premiere_cep/src/premiere/paths";
export { timecodeOf } from "../../../plugins/premiere_cep/src/premiere/timecode";
export * as marking from "../../../plugins/premiere_cep/src/premiere/marking";
export * as ticks from "../../../plugins/premiere_cep/src/premiere/ticks";
export { UxpHost } from "../../../plugins/premiere_uxp/src/host";
export { HttpWire } from "../../../plugins/premiere_uxp/src/http_wire";
export { surroundings } from "../../../plugins/premiere_uxp/src/surroundings";
export { UxpGround } from "../../../plugins/premiere_uxp/src/ground";
export { Doorman } from "../../../plugins/premiere_cep/src/line/doorman";
