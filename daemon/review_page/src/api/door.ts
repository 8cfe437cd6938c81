/** Asks the daemon over HTTP: the page's own addresses, and the contract's. */
import { Failure, aborted, failureOf } from "./failure";
import type { Session } from "./session";

/** The door, opened by a session. */
export class Door {
  constructor(
    private readonly session: Session,
    private readonly lost: () => void,
  ) {}

  /** A JSON document. */
  async json<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await (await this.ask(path, { signal })).json()) as T;
  }

  /** Bytes. */
  async bytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer> {
    return (await this.ask(path, { signal })).arrayBuffer();
  }

  /** A picture, or anything else as a file. */
  async blob(path: string, signal?: AbortSignal): Promise<Blob> {
    return (await this.ask(path, { signal })).blob();
  }

  /** Tells the daemon to do something. */
  async post<T>(path: string, body: object): Promise<T> {
    const head = { "Content-Type": "application/json" };
    return (await (await this.ask(path, { method: "POST", body: JSON.stringify(body), headers: head })).json()) as T;
  }

  /** The answer itself, for streams. */
  async ask(path: string, request: RequestInit & { signal?: AbortSignal | undefined }): Promise<Response> {
    const headers = { ...(request.headers as Record<string, string>), Authorization: `Bearer ${this.session.session}` };
    let answer: Response;
    try {
      const { signal, ...rest } = request;
      answer = await fetch(path, { ...rest, ...(signal ? { signal } : {}), headers });
    } catch (error) {
      if (aborted(error)) throw error;
      throw new Failure("The daemon does not answer.", "UNREACHABLE");
    }
    if (answer.status === 401) this.lost();
    if (!answer.ok) throw await failureOf(answer);
    return answer;
  }

  /** An address that the browser fetches by itself: a film, a download. */
  media(path: string): string {
    return `${path}?key=${encodeURIComponent(this.session.mediaKey)}`;
  }
}
