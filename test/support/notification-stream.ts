import type { Notification } from './views.js';

/** The notifications of a stream of Server-Sent Events as they come. */
export async function* followNotifications(body: ReadableStream<Uint8Array>): AsyncGenerator<Notification> {
  let rest = '';
  for await (const text of body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)) {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) yield* notificationOf(block);
  }
}

/** Of a block of lines: 'event: notification\nid: …\ndata: {…}'. */
function notificationOf(block: string): Notification[] {
  const lines = block.split('\n');
  const data = lines.find((line) => line.startsWith('data: '));
  return lines.includes('event: notification') && data !== undefined ? [JSON.parse(data.slice('data: '.length)) as Notification] : [];
}
