import { createParser } from 'eventsource-parser';
import { call } from './api.js';

interface Followed {
  /** Called for each event with its data. */
  readonly onEvent: (data: string) => void;
  /** Whether the stream stands. */
  readonly onLive: (live: boolean) => void;
}

const AGAIN_AFTER_MS = 5_000;

/** Listens to a stream of Server-Sent Events until the returned function is called; comes again when the connection ends. */
export function followEvents(path: string, { onEvent, onLive }: Followed): () => void {
  const stopped = new AbortController();
  let again: ReturnType<typeof setTimeout> | undefined;
  const listen = async (): Promise<void> => {
    try {
      const { body } = await call(path, { signal: stopped.signal });
      onLive(true);
      const parser = createParser({ onEvent: ({ data }) => onEvent(data) });
      if (body) for await (const chunk of body.pipeThrough(new TextDecoderStream())) parser.feed(chunk);
    } catch {
      // Whatever it was, the stream is tried again.
    }
    if (stopped.signal.aborted) return;
    onLive(false);
    again = setTimeout(() => void listen(), AGAIN_AFTER_MS);
  };
  void listen();
  return () => {
    clearTimeout(again);
    stopped.abort();
  };
}
