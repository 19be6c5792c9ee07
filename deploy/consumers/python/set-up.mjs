// Sets the Python consumer up in an environment of its own beside the engines, with the packages of requirements.txt and the code of proto/, and prints the path of its
// Python: $(node deploy/consumers/python/set-up.mjs) deploy/consumers/python/mirror.py --help
import { join } from 'node:path';
import { alone } from '../../engines/alone.mjs';
import { makeEnvironment } from '../../engines/python/environment.mjs';
import { createContext, run } from '../../engines/frame.mjs';

const HERE = import.meta.dirname;
const NAME = 'python-consumer';

const context = createContext();

try {
  await alone(context, NAME, () => {
    const python = join(makeEnvironment(context, NAME, join(HERE, 'requirements.txt')), 'python');
    run(python, [join(HERE, 'generate.py')]);
    process.stdout.write(`${python}\n`);
  });
} catch (error) {
  context.say(error.message);
  process.exitCode = 1;
}
