/** Jobs of the daemon as they run: one stream for each that is not over. */
import { signal } from "@preact/signals";
import { Failure, aborted } from "../api/failure";
import type { Door } from "../api/door";
import { events } from "../api/events";
import type { Job } from "../api/shapes";
import { complain } from "./notices";

/** Whether a job is over. */
export function over(job: Job): boolean {
  return ["STATE_SUCCEEDED", "STATE_FAILED", "STATE_CANCELLED"].includes(job.state);
}

/** Follows jobs. */
export class Jobs {
  /** All that are known, the newest first. */
  readonly all = signal<readonly Job[]>([]);
  private readonly watched = new Map<string, AbortController>();

  constructor(private readonly door: Door) {}

  /** Reads the list, and follows what is not over. */
  async refresh(): Promise<void> {
    const { jobs = [] } = await this.door.json<{ jobs?: Job[] }>("/v1/jobs?pageSize=50");
    this.all.value = jobs;
    for (const job of jobs) if (!over(job) && !this.watched.has(job.name)) void this.follow(job).catch(complain);
  }

  /** Follows a job to its end, and gives it as it ended. */
  async follow(job: Job): Promise<Job> {
    this.note(job);
    const stop = new AbortController();
    this.watched.get(job.name)?.abort();
    this.watched.set(job.name, stop);
    let last = job;
    try {
      while (!over(last)) last = await this.listen(last, stop.signal);
    } finally {
      if (this.watched.get(job.name) === stop) this.watched.delete(job.name);
    }
    return last;
  }

  /** Stops a job. */
  async cancel(job: Job): Promise<void> {
    this.note(await this.door.post<Job>(`/v1/${job.name}:cancel`, {}));
  }

  /** Ends all streams. */
  stop(): void {
    for (const stop of this.watched.values()) stop.abort();
  }

  private async listen(job: Job, signal: AbortSignal): Promise<Job> {
    let last = job;
    try {
      const answer = await this.door.ask(`/v1/${job.name}:watch`, { signal });
      for await (const told of events(answer)) {
        if (told.event !== "message") break;
        last = JSON.parse(told.data) as Job;
        this.note(last);
      }
    } catch (error) {
      if (aborted(error) || (error instanceof Failure && error.reason !== "UNREACHABLE")) throw error;
    }
    if (!over(last)) await new Promise((done) => setTimeout(done, 1000));
    return last;
  }

  private note(job: Job): void {
    const rest = this.all.peek();
    const known = rest.some((other) => other.name === job.name);
    this.all.value = known ? rest.map((other) => (other.name === job.name ? job : other)) : [job, ...rest];
  }
}
