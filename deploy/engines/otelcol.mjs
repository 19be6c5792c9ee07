// An OpenTelemetry collector, built with Go: node deploy/engines/run.mjs otelcol --folder DIR --port 4318 --to http://tempo:4318
import { existsSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { has, launch, run, takesConnections, untilReady } from './frame.mjs';

const VERSION = '0.160.0'; // of go.mod
const SOURCE = join(import.meta.dirname, '../otel/collector');
const CONFIG = join(import.meta.dirname, '../otel/collector.yml');

const folderOf = ({ folder }) => join(folder, `otelcol-${VERSION}`);
const programOf = (context) => join(folderOf(context), 'otelcol');

export function install(context) {
  const there = folderOf(context);
  if (existsSync(there)) return;
  if (!has('go')) throw new Error('The collector is built with Go, which is missing here: install Go 1.26 or newer and put it on the PATH.');
  context.say(`Building the OpenTelemetry collector ${VERSION} with Go (about two minutes at the first time) …`);
  const coming = `${there}.coming`;
  rmSync(coming, { recursive: true, force: true });
  mkdirSync(coming, { recursive: true });
  run('go', ['build', '-ldflags=-s -w', '-o', join(coming, 'otelcol'), '.'], { cwd: SOURCE });
  renameSync(coming, there);
}

/** Passes traces on to an address that takes OTLP over HTTP, as `--encoding` proto or json; see deploy/otel/collector.yml. @returns {Promise<import('./frame.mjs').Running>} */
export async function start({ context, folder, port, launched, to, encoding = 'proto' }) {
  if (typeof to !== 'string') throw new Error('Say where traces go to: --to http://host:4318.');
  const child = launch(programOf(context), ['--config', CONFIG], {
    cwd: folder,
    output: openSync(join(folder, 'otelcol.log'), 'a'),
    env: { ...process.env, COLLECTOR_PORT: String(port), TRACES_ENDPOINT: to, TRACES_ENCODING: encoding },
  });
  launched(child);
  await untilReady(child, () => takesConnections(port));
  return { address: `http://127.0.0.1:${port}`, pid: child.pid, child };
}
