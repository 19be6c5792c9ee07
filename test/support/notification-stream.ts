import type { Notification } from './views.js';

/** The notifications of a stream of Server-Sent Events as they come. Takes the body at once: Node's fetch cancels one that nobody reads yet when its response is collected. */
export const followNotifications = (body: ReadableStream<Uint8Array>): AsyncGenerator<Notification> =>
  notificationsOf(body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>));

async function* notificationsOf(texts: AsyncIterable<string>): AsyncGenerator<Notification> {
  let rest = '';
  for await (const text of texts) {
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
