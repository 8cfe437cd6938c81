/** Server-sent events, read from a fetch: an EventSource cannot show a session. */

/** One event: its name and its text. */
export interface Told {
  readonly event: string;
  readonly data: string;
}

/** Cuts the text of a stream into events; what is not whole yet waits for more. */
export class EventText {
  private rest = "";

  /** Takes more text, and gives the events that it completes. */
  take(text: string): Told[] {
    this.rest += text.replaceAll("\r\n", "\n");
    const blocks = this.rest.split("\n\n");
    this.rest = blocks.pop() ?? "";
    return blocks.map(eventOf).filter((told) => told.data !== "" || told.event !== "message");
  }
}

/** The events of an answer, as they come. */
export async function* events(answer: Response): AsyncGenerator<Told> {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  const text = new EventText();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* text.take(value);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function eventOf(block: string): Told {
  let event = "message";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    if (line.startsWith("event:")) event = line.slice(6).trim();
    else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
  }
  return { event, data: data.join("\n") };
}
