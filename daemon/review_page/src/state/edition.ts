/** One state of the music: a revision of a score, and which of its variations. */

export interface Edition {
  readonly revision: number;
  readonly variation: number;
}

/** Address of something of an edition under /review/api. */
export function address(score: string, edition: Edition, rest: string): string {
  const mark = rest.includes("?") ? "&" : "?";
  const variation = edition.variation > 1 ? `${mark}variation=${edition.variation}` : "";
  return `/review/api/scores/${score}/revisions/${edition.revision}/${rest}${variation}`;
}

/** Whether two editions are one. */
export function sameEdition(one: Edition | null, other: Edition | null): boolean {
  return one?.revision === other?.revision && one?.variation === other?.variation;
}

/** Its name, for people. */
export function editionName(edition: Edition, variations: number): string {
  return `revision ${edition.revision}` + (variations > 1 || edition.variation > 1 ? `, variation ${edition.variation}` : "");
}
