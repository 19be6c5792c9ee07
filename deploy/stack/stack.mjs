// `npm run stack`: Ringfleet as a carrier runs it, on this machine: the real engines and one process per service, which go on after this command has ended.
import { readOptions, USAGE } from './options.mjs';
import { down, killPart, known, restartPart, startPart, stopPart, tellStatus } from './parts.mjs';
import { allInstances, SERVICES } from './services.mjs';
import { Stack } from './state.mjs';
import { addressOf, up } from './up.mjs';

const say = (line) => void process.stdout.write(`${line}\n`);

/** @type {Record<string, (stack: Stack, options: ReturnType<typeof readOptions>) => Promise<void>>} */
const COMMANDS = {
  async up(stack, options) {
    const began = performance.now();
    await up(stack, options, say);
    say(`Ringfleet is ready at ${addressOf(stack)} after ${((performance.now() - began) / 1_000).toFixed(1)} s.`);
    say(`Its data and logs are in ${stack.folder}; keys to sign in with are in credentials.json there. Stop it with: npm run stack:down`);
  },
  async down(stack) {
    await down(stack);
    say(`Nothing of the stack in ${stack.folder} runs any more.`);
  },
  async status(stack) {
    for (const line of await tellStatus(stack)) say(line);
  },
  async restart(stack, { names }) {
    for (const name of known(stack, names.length > 0 ? names : allInstances(stack))) {
      await restartPart(stack, name);
      say(`${name} runs again.`);
    }
  },
  start: (stack, { names }) => each(stack, names, startPart),
  stop: (stack, { names }) => each(stack, names, stopPart),
  kill: (stack, { names }) => each(stack, names, killPart),
  help: async () => say(USAGE),
};

/** One after the other. */
async function each(stack, names, step) {
  for (const name of known(stack, names)) await step(stack, name);
}

try {
  const options = readOptions(process.argv.slice(2), SERVICES);
  const stack = Stack.open();
  await stack.alone(() => COMMANDS[options.command](stack, options));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
