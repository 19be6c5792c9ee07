// nginx, from Debian, with a configuration of one's own: node deploy/engines/run.mjs nginx --folder DIR --config nginx.conf
// Relative paths of the configuration are below the folder. It says where its `pid` and its temporary files shall be, as the defaults are for root alone.
import { spawnSync } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launch, needPackages, takesConnections, untilReady } from './frame.mjs';

const COMMENT = /#.*$/gm; // '# listen 80;'
const LISTEN = /[\s{;]listen\s+(?:([\w.*-]+|\[[\da-f:]+\]):)?(\d+)[\s;]/; // ' listen 127.0.0.1:8080 reuseport;'
const EVERY_ADDRESS = new Set([undefined, '*', '0.0.0.0', '[::]']);

export const install = (context) => needPackages(context, ['nginx'], ['nginx']);

/** The address is the first one that the configuration listens on. @returns {Promise<import('./frame.mjs').Running>} */
export async function start({ folder, launched, config }) {
  if (typeof config !== 'string') throw new Error('Say what it shall serve: --config nginx.conf.');
  const file = resolve(config);
  const { host, port } = listensOn(file);
  const log = join(folder, 'error.log');
  const flags = ['-c', file, '-p', `${folder}/`, '-e', log, '-g', 'daemon off;'];
  const checked = spawnSync('nginx', [...flags, '-t', '-q'], { encoding: 'utf8' });
  if (checked.status !== 0) throw new Error(`nginx refuses ${file}:\n${checked.stderr.trim()}`);
  const child = launch('nginx', flags, { cwd: folder, output: openSync(log, 'a') });
  launched(child);
  await untilReady(child, () => takesConnections(port, host));
  return { address: `http://${host}:${port}`, pid: child.pid, child };
}

function listensOn(file) {
  const [, host, port] = LISTEN.exec(readFileSync(file, 'utf8').replaceAll(COMMENT, '')) ?? [];
  if (port === undefined) throw new Error(`${file} listens nowhere: it needs a line like "listen 127.0.0.1:8080;".`);
  return { host: EVERY_ADDRESS.has(host) ? '127.0.0.1' : host, port: Number(port) };
}
