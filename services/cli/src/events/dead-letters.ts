import { type DeadLetter, type EventLog, Fenced, listDeadLetters, resendDeadLetter } from '@ringfleet/messaging';
import { CannotGoOn, COMMAND, say, type Terminal } from '../terminal.js';
import { topicNamed, withHomeLog } from './home-log.js';

/** Lists what could not be processed, with the reason. */
export async function listDead(terminal: Terminal, topic: string | undefined): Promise<void> {
  const letters = await withHomeLog(terminal, (eventLog) => deadLetters(eventLog, topic));
  if (letters.length === 0) return say(terminal, `There are no dead letters${topic === undefined ? '' : ` of ${topic}`}.`);
  for (const { id, key, time, reason } of letters) say(terminal, `${id}  ${time}  key ${key}`, `  ${reason.replaceAll('\n', ' ')}`);
  say(terminal, `Once the cause is mended, send them again with: ${COMMAND} dead-letters resend [--topic TOPIC] [ID]`);
}

/** Sends one, or all, to their topic again. */
export async function resendDead(terminal: Terminal, { id, topic }: { readonly id: string | undefined; readonly topic: string | undefined }): Promise<void> {
  await withHomeLog(terminal, async (eventLog) => {
    const letters = (await deadLetters(eventLog, topic)).filter((letter) => id === undefined || letter.id === id);
    if (letters.length === 0 && id !== undefined) throw new CannotGoOn(`There is no dead letter ${id}. See: ${COMMAND} dead-letters list`);
    if (letters.length === 0) say(terminal, 'There are no dead letters to send.');
    for (const letter of letters) {
      await resendDeadLetter(eventLog, letter).catch(explainFenced);
      say(terminal, `Sent again: ${letter.id}  key ${letter.key}`);
    }
  });
}

const deadLetters = (eventLog: EventLog, topic: string | undefined): Promise<DeadLetter[]> =>
  listDeadLetters(eventLog, topic === undefined ? {} : { topic: topicNamed(topic).name });

function explainFenced(error: unknown): never {
  throw error instanceof Fenced ? new CannotGoOn('Somebody else sends dead letters at this moment. Call this again to send the rest.') : error;
}
