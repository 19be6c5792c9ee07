// Prometheus, from Debian, and promtool, which checks its rules: node deploy/engines/run.mjs prometheus --folder DIR --port 9090 --config prometheus.yml
import { openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { launch, needPackages, run, untilReady } from './frame.mjs';

/** On the PATH once it is installed: `promtool check rules FILE`. */
export const promtool = 'promtool';

export const install = (context) => needPackages(context, ['prometheus', 'promtool'], ['prometheus']);

/** @returns {Promise<import('./frame.mjs').Running>} */
export async function start({ folder, port, launched, config }) {
  if (typeof config !== 'string') throw new Error('Say what it shall collect: --config prometheus.yml.');
  const file = resolve(config);
  run(promtool, ['check', 'config', file]);
  const flags = [`--config.file=${file}`, `--storage.tsdb.path=${join(folder, 'data')}`, `--web.listen-address=127.0.0.1:${port}`, '--web.enable-lifecycle'];
  const child = launch('prometheus', flags, { cwd: folder, output: openSync(join(folder, 'prometheus.log'), 'a') });
  launched(child);
  const address = `http://127.0.0.1:${port}`;
  await untilReady(child, async () => (await fetch(`${address}/-/ready`)).ok);
  return { address, pid: child.pid, child };
}
