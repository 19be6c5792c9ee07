// Runs an engine in the foreground, installed if it is missing: node deploy/engines/run.mjs kafka --folder DIR --port 9092
// When it answers, one line of JSON on standard output says so: {"ready":true,"address":…,"pid":…}. It ends, and this process with it, at SIGTERM or SIGINT or when
// standard input closes; it is killed if it has not ended ten seconds after.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { createContext } from './frame.mjs';
import { freePort, isFree } from './free-port.mjs';
import { engineNamed, install } from './install.mjs';

const KILLED_AFTER_MS = 10_000;

/** `--folder DIR --port 9092 --tls` → { folder: 'DIR', port: '9092', tls: true } */
function parse(args) {
  const options = {};
  for (let at = 0; at < args.length; at++) {
    const name = /^--([a-z][a-z-]*)$/.exec(args[at])?.[1]; // --folder
    if (!name) throw new Error(`${args[at]} is not an option: options are --name value.`);
    const value = args[at + 1];
    if (value === undefined || value.startsWith('--')) options[name] = true;
    else options[name] = args[++at];
  }
  return options;
}

/** Otherwise we would take whoever answers there for the engine. */
async function free(port) {
  if (await isFree(port)) return port;
  throw new Error(`Port ${port} is taken by another program: end it, or give another one with --port.`);
}

/** Ends the engine at the first reason to. */
function endWith(running) {
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    if (running.end) running.end();
    else running.child.kill('SIGTERM');
    setTimeout(() => running.child.kill('SIGKILL'), KILLED_AFTER_MS).unref();
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);
  process.stdin.on('close', end).on('end', end).on('error', end).resume();
  running.child.once('exit', (code) => process.exit(ending ? 0 : (code ?? 1)));
}

const context = createContext();
try {
  const [name = '', ...rest] = process.argv.slice(2);
  const { folder, port, ...options } = parse(rest);
  if (typeof folder !== 'string') throw new Error('Say where its data shall be: --folder DIR.');
  await install(context, name);
  const engine = await engineNamed(name);
  mkdirSync(folder, { recursive: true });
  const running = await engine.start({
    ...options,
    context,
    folder: resolve(folder),
    port: port === undefined || port === '0' ? await freePort() : await free(Number(port)),
    // From its first moment on the engine shall not outlive us.
    launched: (child, end) => endWith({ child, end }),
  });
  const { address, pid, more } = running;
  process.stdout.write(`${JSON.stringify({ ready: true, address, pid, ...more })}\n`);
} catch (error) {
  context.say(error.message);
  process.exit(1);
}
