import { expect } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

const LONGEST_MS = 60_000;
const LOOK_EVERY_MS = 20;

/** Reads until it is as expected: a page shows things when they come. What never comes fails with the difference. */
export async function untilSeen<Seen>(read: () => Promise<Seen>, expected: Seen): Promise<void> {
  const end = performance.now() + LONGEST_MS;
  let seen = await read();
  while (!isDeepStrictEqual(seen, expected) && performance.now() < end) {
    await pause(LOOK_EVERY_MS);
    seen = await read();
  }
  expect(seen).toEqual(expected);
}
