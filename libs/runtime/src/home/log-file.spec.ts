import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFile } from './log-file.js';

describe('a log file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringfleet-log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('begins anew beyond 10 MiB, keeps what was written before once, and goes on', () => {
    const path = join(folder, 'postgres.log');
    for (const round of ['first', 'second']) {
      writeFileSync(path, round.padEnd(10 * 1024 * 1024, '.'));
      const log = new LogFile(path);
      const position = log.end;
      writeSync(log.descriptor, 'more');
      expect(log.since(position)).toBe('more');
      expect(readFileSync(path, 'utf8')).toBe('more');
      expect(readFileSync(`${path}.1`, 'utf8')).toMatch(new RegExp(`^${round}`));
      expect(statSync(`${path}.1`).size).toBe(10 * 1024 * 1024);
      log.close();
    }
  });
});
