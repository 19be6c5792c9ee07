// Puts schemathesis, which attacks an API by its OpenAPI document, into an environment of its own beside the engines unless it is there, and prints the path of its Python:
// $(node deploy/schemathesis/set-up.mjs) -m schemathesis.cli run deploy/openapi/ringfleet.json --url …
import { join } from 'node:path';
import { alone } from '../engines/alone.mjs';
import { createContext } from '../engines/frame.mjs';
import { makeEnvironment } from '../engines/python/environment.mjs';

const NAME = 'schemathesis';

const context = createContext();

try {
  await alone(context, NAME, () => {
    const programs = makeEnvironment(context, NAME, join(import.meta.dirname, 'requirements.txt'));
    process.stdout.write(`${join(programs, 'python')}\n`);
  });
} catch (error) {
  context.say(error.message);
  process.exitCode = 1;
}
