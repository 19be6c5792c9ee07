// Real: ports of this machine, and an engine's own start.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, isFree } from '../../deploy/engines/free-port.mjs';
import { ROOT } from './support/program.js';

describe('the port of an engine', () => {
  it('is none that the kernel gives to outgoing connections, which could take it before the engine listens', async () => {
    const [lowest] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s/).map(Number);
    const ports = await Promise.all(Array.from({ length: 200 }, () => freePort()));
    expect(Math.max(...ports)).toBeLessThan(lowest ?? 0);
  });

  it('is refused where another program has it, who would be taken for the engine', async () => {
    const other = createServer().listen(await freePort(), '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    expect(await isFree(port)).toBe(false);
    const folder = mkdtempSync(join(tmpdir(), 'ringfleet-port-'));
    const { status, stderr } = spawnSync(process.execPath, ['deploy/engines/run.mjs', 'postgres', '--folder', folder, '--port', String(port)], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    other.close();
    rmSync(folder, { recursive: true });
    expect([status, stderr]).toEqual([1, expect.stringContaining(`Port ${port} is taken by another program`)]);
  });
});
