// Installs the programs that Ringfleet runs on, where they are missing: node deploy/engines/install.mjs kafka minio postgres nginx
// Each engine is a module beside this one: `install(context)` and `start({context, folder, port, …options})`.
import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { alone } from './alone.mjs';
import { createContext } from './frame.mjs';

const NOT_ENGINES = new Set(['alone.mjs', 'frame.mjs', 'install.mjs', 'run.mjs']);

/** Names of the engines there are. */
export const engines = () =>
  readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.mjs') && !NOT_ENGINES.has(file))
    .map((file) => file.replace('.mjs', ''))
    .toSorted();

/** The module of an engine. */
export async function engineNamed(name) {
  if (!engines().includes(name)) throw new Error(`There is no engine ${name}. There are: ${engines().join(', ')}.`);
  return import(new URL(`${name}.mjs`, import.meta.url));
}

/** Installs an engine unless it is there. Any number of processes may ask for it at once. */
export async function install(context, name) {
  const engine = await engineNamed(name);
  await alone(context, name, () => engine.install(context));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const context = createContext();
  try {
    for (const name of process.argv.slice(2)) {
      await install(context, name);
      context.say(`${name} is installed.`);
    }
  } catch (error) {
    context.say(error.message);
    process.exitCode = 1;
  }
}
