// Real: processes and their death.
import { Child } from '@ringfleet/testing';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alone } from '../../deploy/engines/alone.mjs';

const HOLDER = join(import.meta.dirname, 'support/lock-holder.mjs');
let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ringfleet-lock-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('the lock of an installation', () => {
  it('is free as soon as the process that held it was killed', async () => {
    const holder = Child.start(HOLDER, [folder, 'thing']);
    expect(await holder.said()).toBe('alone');
    await holder.kill();
    expect(existsSync(join(folder, 'thing.lock'))).toBe(true);
    const said: string[] = [];
    expect(await alone({ folder, say: (line: string) => void said.push(line) }, 'thing', async () => 'done')).toBe('done');
    expect(said).toEqual([]);
  });

  it('keeps others waiting while the work is under way', async () => {
    const order: string[] = [];
    const said = Promise.withResolvers<string>();
    const first = alone({ folder, say: () => undefined }, 'thing', async () => {
      expect(await said.promise).toContain('installs thing');
      order.push('first');
    });
    const second = alone({ folder, say: said.resolve }, 'thing', async () => void order.push('second'));
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
  });
});
