// Real: the command line and Ringfleet as built, each in a process of its own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandLine } from '../support/command-line.js';
import { RingfleetProcess } from '../support/ringfleet-process.js';
import { csvOf, phones } from '../support/sheets.js';

describe('ringfleet import', () => {
  it('rides out a kill of Ringfleet and its start (IMP-06)', async () => {
    const killed = await RingfleetProcess.start();
    const folder = mkdtempSync(join(tmpdir(), 'ringfleet-operator-'));
    writeFileSync(join(folder, 'kill.csv'), csvOf(phones(20_000, 'cli-kill', 105)));
    const following = CommandLine.call(['import', 'kill.csv'], { operator: { RINGFLEET_HOME: killed.home }, folder });
    await following.says('of 20,000 rows');
    const { port } = new URL(killed.credentials.url);
    await killed.kill();
    await following.says('waiting …');
    const again = await RingfleetProcess.start({ home: killed.home, env: { RINGFLEET_PORT: port } });
    expect(await following.ended).toBe(0);
    expect(following.out).toContain('Ringfleet answers again.');
    expect(following.out).toContain('applied    20,000');
    await again.remove();
    rmSync(folder, { recursive: true });
  });
});
