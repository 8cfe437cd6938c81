/** A cache that never holds more than it may: what was used longest ago goes first. */

/** Keeps what was fetched, shares what is being fetched, and forgets the rest. */
export class Bounded<T> {
  private readonly kept = new Map<string, { value: T; cost: number }>();
  private readonly running = new Map<string, { promise: Promise<T>; stop: AbortController }>();
  private cost = 0;

  constructor(
    private readonly most: number,
    private readonly costOf: (value: T) => number,
    private readonly dropped: (value: T) => void = () => undefined,
  ) {}

  /** What it holds now, in the unit of its bound. */
  get size(): number {
    return this.cost;
  }

  /** The value, where it is here. */
  peek(key: string): T | undefined {
    const entry = this.kept.get(key);
    if (entry === undefined) return undefined;
    this.kept.delete(key);
    this.kept.set(key, entry);
    return entry.value;
  }

  /** Whether it is being fetched. */
  fetching(key: string): boolean {
    return this.running.has(key);
  }

  /** The value, fetched once however often it is asked for. */
  async get(key: string, fetch: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const here = this.peek(key);
    if (here !== undefined) return here;
    const running = this.running.get(key);
    if (running) return running.promise;
    const stop = new AbortController();
    const promise = fetch(stop.signal)
      .then((value) => {
        if (this.running.get(key)?.stop === stop) this.keep(key, value);
        return value;
      })
      .finally(() => {
        if (this.running.get(key)?.stop === stop) this.running.delete(key);
      });
    this.running.set(key, { promise, stop });
    return promise;
  }

  /** Stops fetching all that is no longer wanted. */
  abortExcept(wanted: (key: string) => boolean): void {
    for (const [key, { stop }] of [...this.running]) {
      if (wanted(key)) continue;
      this.running.delete(key);
      stop.abort();
    }
  }

  /** Forgets what is no longer wanted. */
  forget(unwanted: (key: string) => boolean): void {
    for (const key of [...this.kept.keys()]) if (unwanted(key)) this.drop(key);
  }

  private keep(key: string, value: T): void {
    const cost = this.costOf(value);
    this.kept.set(key, { value, cost });
    this.cost += cost;
    for (const oldest of [...this.kept.keys()]) {
      if (this.cost <= this.most || oldest === key) break;
      this.drop(oldest);
    }
  }

  private drop(key: string): void {
    const entry = this.kept.get(key);
    if (entry === undefined) return;
    this.kept.delete(key);
    this.cost -= entry.cost;
    this.dropped(entry.value);
  }
}
