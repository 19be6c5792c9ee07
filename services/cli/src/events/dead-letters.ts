import { type DeadLetter, type EventLog, listDeadLetters, resendDeadLetter } from '@ringfleet/messaging';
import { COMMAND, CannotGoOn, say, type Terminal } from '../terminal.js';
import { TOPICS, topicNamed, withHomeLog } from './home-log.js';

/** Lists what could not be processed, with the reason. */
export async function listDead(terminal: Terminal, topic: string | undefined): Promise<void> {
  const letters = await withHomeLog(terminal, (eventLog) => deadLetters(eventLog, topic));
  if (letters.length === 0) return say(terminal, `There are no dead letters${topic === undefined ? '' : ` of ${topic}`}.`);
  for (const { id, topic: of, key, time, reason } of letters) say(terminal, `${id}  ${of}  ${time}  key ${key}`, `  ${reason.replaceAll('\n', ' ')}`);
  say(terminal, `Once the cause is mended, send them again with: ${COMMAND} dead-letters resend [--topic TOPIC] [ID]`);
}

/** Sends one, or all, to their topic again. */
export async function resendDead(terminal: Terminal, { id, topic }: { readonly id: string | undefined; readonly topic: string | undefined }): Promise<void> {
  await withHomeLog(terminal, async (eventLog) => {
    const letters = (await deadLetters(eventLog, topic)).filter((letter) => id === undefined || letter.id === id);
    if (id !== undefined && letters.length === 0) throw new CannotGoOn(`There is no dead letter ${id}. See: ${COMMAND} dead-letters list`);
    if (id !== undefined && letters.length > 1)
      throw new CannotGoOn(`${id} is in several topics: ${letters.map((letter) => letter.topic).join(', ')}. Add --topic.`);
    for (const letter of letters) {
      await resendDeadLetter(eventLog, letter);
      say(terminal, `Sent again: ${letter.id}  ${letter.topic}  key ${letter.key}`);
    }
    if (letters.length === 0) say(terminal, 'There are no dead letters to send.');
  });
}

async function deadLetters(eventLog: EventLog, topic: string | undefined): Promise<DeadLetter[]> {
  const names = topic === undefined ? TOPICS.map(({ name }) => name) : [topicNamed(topic).name];
  const letters: DeadLetter[] = [];
  for (const name of names) letters.push(...(await listDeadLetters(eventLog, name)));
  return letters;
}
