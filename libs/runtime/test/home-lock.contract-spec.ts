// Real: processes, files.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openHome } from '../src/home/home.js';
import { startOf } from '../src/home/processes.js';
import { Child, temporaryHome } from './home-processes.js';

describe('a home', () => {
  const home = temporaryHome();
  let children: Child[] = [];
  const start = (): Child => {
    const child = Child.start('./lock-child.ts', home.path);
    children.push(child);
    return child;
  };

  beforeEach(() => {
    mkdirSync(home.path, { recursive: true });
  });
  afterEach(async () => {
    await Promise.all(children.map((child) => child.kill()));
    children = [];
    await home.remove();
  });

  it('refuses a second process and names the first', async () => {
    const first = start();
    expect(await first.line()).toBe('got');
    expect(() => openHome(home.path)).toThrow(`in use by process ${first.pid}`);
  });

  it('refuses to be opened twice by one process, until it was closed', () => {
    const opened = openHome(home.path);
    expect(() => openHome(home.path)).toThrow(`in use by process ${process.pid}`);
    opened.close();
    openHome(home.path).close();
    expect(existsSync(join(home.path, 'lock'))).toBe(false);
  });

  it('is taken over from a killed process', async () => {
    const first = start();
    await first.line();
    await first.kill();
    openHome(home.path).close();
  });

  it('goes to exactly one of many that find a stale lock at once', async () => {
    writeFileSync(join(home.path, 'lock'), JSON.stringify({ pid: process.pid, started: 'before the last reboot' }));
    writeFileSync(join(home.path, 'lock.takeover'), JSON.stringify({ pid: process.pid, started: 'before the last reboot' }));
    const said = await Promise.all(Array.from({ length: 6 }, start).map((child) => child.line()));
    expect(said.filter((line) => line === 'got')).toHaveLength(1);
    expect(said.filter((line) => line.startsWith('HomeInUse'))).toHaveLength(5);
  });

  it.each([
    ['whose pid belongs to another process by now', JSON.stringify({ pid: process.ppid, started: `${startOf(process.ppid)}0` })],
    ['whose pid belongs to nobody', JSON.stringify({ pid: 2 ** 30, started: 'x/1' })],
    ['that a power failure emptied', ''],
    ['that is no lock', '{"pid": "seven"}'],
  ])('is not barred by a lock %s', (_what, lock) => {
    writeFileSync(join(home.path, 'lock'), lock);
    openHome(home.path).close();
  });

  it('is barred by the lock of a living process', () => {
    writeFileSync(join(home.path, 'lock'), JSON.stringify({ pid: process.ppid, started: startOf(process.ppid) }));
    expect(() => openHome(home.path)).toThrow(`in use by process ${process.ppid}`);
  });

  it('is shut to other users and leaves files alone that it does not know', async () => {
    await home.remove();
    openHome(home.path).close();
    writeFileSync(join(home.path, 'notes.txt'), 'mine');
    openHome(home.path).close();
    const mode = (name: string): number => statSync(join(home.path, name)).mode & 0o777;
    expect([mode('.'), mode('postgres'), mode('objects'), mode('logs'), mode('keys.json')]).toEqual([0o700, 0o700, 0o700, 0o700, 0o600]);
    expect(readFileSync(join(home.path, 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('keeps its sealing key, and does not make another for data sealed with a lost one', () => {
    const first = openHome(home.path);
    first.close();
    const second = openHome(home.path);
    second.close();
    expect(second.sealingKeys).toEqual(first.sealingKeys);

    mkdirSync(join(home.path, 'postgres', 'data'));
    writeFileSync(join(home.path, 'keys.json'), '{"keys": []}');
    expect(() => openHome(home.path)).toThrow('does not hold sealing keys');
    rmSync(join(home.path, 'keys.json'));
    expect(() => openHome(home.path)).toThrow('keys.json is missing although the home holds data');
    expect(existsSync(join(home.path, 'lock'))).toBe(false);
  });
});
