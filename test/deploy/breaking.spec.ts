// Real: proto/ in a repository of its own with a release, and the check that `npm test` runs, with buf and git.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './support/program.js';

const DEVICE = 'proto/ringfleet/inventory/v1/device.proto';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringfleet-breaking-'));
  cpSync(join(ROOT, 'proto'), join(folder, 'proto'), { recursive: true });
  for (const args of [
    ['init', '-q'],
    ['add', '.'],
    ['-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '-q', '-m', 'Released'],
  ])
    git(...args);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function git(...args: string[]): void {
  const { status, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

function change(from: string, to: string): void {
  const file = join(folder, DEVICE);
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${DEVICE} has no '${from}'.`);
  writeFileSync(file, text.replace(from, to));
}

function check(): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'libs/tooling/src/check-breaking.mjs')], { cwd: folder, encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
}

describe('the check for changes that break others', () => {
  it('refuses what consumers of the last release could not read (EVT-02)', () => {
    git('tag', 'v0.1.0');
    expect(check()).toMatchObject({ code: 0 });
    change('string mac_address = 6;', 'bytes mac_address = 6;');
    expect(check()).toMatchObject({ code: 100, said: expect.stringContaining('device.proto') });
  });

  it('lets fields be added', () => {
    git('tag', 'v0.1.0');
    change('  ringfleet.common.v1.Change change = 20;', '  ringfleet.common.v1.Change change = 20;\n  // Of the shelf.\n  string shelf = 999;');
    expect(check()).toMatchObject({ code: 0 });
  });

  it('has nothing to compare with before the first release', () => {
    expect(check()).toEqual({ code: 0, said: 'No release yet: there is nothing to break.\n' });
  });
});
