// Runs Helm, installed if it is missing: node deploy/helm/helm.mjs template ringfleet deploy/helm/ringfleet --values my-values.yaml
import { spawnSync } from 'node:child_process';
import { createContext } from '../engines/frame.mjs';
import { helm } from '../engines/helm.mjs';
import { install } from '../engines/install.mjs';

const context = createContext();
try {
  await install(context, 'helm');
  process.exitCode = spawnSync(helm(context), process.argv.slice(2), { stdio: 'inherit' }).status ?? 1;
} catch (error) {
  context.say(error.message);
  process.exitCode = 1;
}
