/** The fields of one message in proto3's JSON mapping. */

/** Reads fields by name; one that is missing, or of another kind, reads as its default. */
export class Fields {
  readonly #said: { readonly [field: string]: unknown };

  constructor(said: unknown) {
    this.#said = isMessage(said) ? said : {};
  }

  has(field: string): boolean {
    return this.#said[field] !== undefined && this.#said[field] !== null;
  }

  text(field: string): string {
    const value = this.#said[field];
    return typeof value === "string" ? value : "";
  }

  /** A number; 64-bit ones come as texts. */
  number(field: string): number {
    const value = Number(this.#said[field] ?? 0);
    return Number.isFinite(value) ? value : 0;
  }

  truth(field: string): boolean {
    return this.#said[field] === true;
  }

  /** A duration: `"1.5s"` over HTTP, seconds and nanoseconds over gRPC. */
  seconds(field: string): number {
    const value = this.#said[field];
    if (isMessage(value)) {
      const inner = new Fields(value);
      return inner.number("seconds") + inner.number("nanos") / 1e9;
    }
    return Number.parseFloat(this.text(field)) || 0;
  }

  /** A message inside; null where there is none. */
  inner(field: string): Fields | null {
    const value = this.#said[field];
    return isMessage(value) ? new Fields(value) : null;
  }

  list<T>(field: string, read: (one: Fields) => T): readonly T[] {
    const value = this.#said[field];
    return Array.isArray(value) ? value.map((one) => read(new Fields(one))) : [];
  }

  texts(field: string): readonly string[] {
    const value = this.#said[field];
    return Array.isArray(value) ? value.map(String) : [];
  }

  textMap(field: string): Readonly<Record<string, string>> {
    const value = this.#said[field];
    return isMessage(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)])) : {};
  }
}

function isMessage(value: unknown): value is { readonly [field: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
