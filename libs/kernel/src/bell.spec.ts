import { Bell } from './bell.js';

const HOUR_MS = 3_600_000;

describe('a bell', () => {
  it('wakes who waits', async () => {
    const bell = new Bell();
    const woken = bell.wait(HOUR_MS);
    bell.ring();
    await woken;
  });

  it('is heard once by who comes after it has rung', async () => {
    const bell = new Bell();
    bell.ring();
    bell.ring();
    await bell.wait(HOUR_MS);
    let woken = false;
    const second = bell.wait(HOUR_MS).then(() => (woken = true));
    await Promise.resolve();
    expect(woken).toBe(false);
    bell.ring();
    await second;
  });

  it('lets nobody wait longer than he wants', async () => {
    await new Bell().wait(1);
  });
});
