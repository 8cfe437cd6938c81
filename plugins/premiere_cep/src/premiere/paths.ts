/** Paths of files, so that the same file has the same path. */

/** A path without the prefix that Windows gives to long ones. */
export function plainPath(path: string): string {
  const share = /^\\\\\?\\UNC\\/i.exec(path);
  return share === null ? path.replace(/^\\\\\?\\/, "") : `\\\\${path.slice(share[0].length)}`;
}

/** Whether two paths name one file: macOS writes accents apart, Windows knows no case and two slashes. */
export function samePath(a: string, b: string): boolean {
  return comparable(a) === comparable(b);
}

/** A path in the one form in which it can be compared. */
export function comparable(path: string): string {
  const plain = plainPath(path).normalize("NFC");
  return /^([A-Za-z]:[\\/]|\\\\)/.test(plain) ? plain.replace(/\//g, "\\").toLowerCase() : plain;
}
