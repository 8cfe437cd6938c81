/** Made by the build from `proto/`. */
declare module "contract:descriptor" {
  import type { INamespace } from "protobufjs";

  /** All messages and services, as protobufjs reads them. */
  const descriptor: INamespace;
  export default descriptor;
}

declare module "contract:routes" {
  /** `ScoreService.GetScore` → `["GET", "/v1/{name=scores/*}"]`. */
  const routes: Readonly<Record<string, readonly [verb: string, template: string]>>;
  export default routes;
}
