// Helm, which checks and renders the chart: node deploy/engines/install.mjs helm
import { installProgram, programPath } from './go/program.mjs';

const HELM = { name: 'helm', module: 'helm.sh/helm/v4/cmd/helm', version: 'v4.3.1', takes: 'about three minutes' };

/** Where the program is: `spawnSync(helm(context), ['lint', 'deploy/helm'])`. */
export const helm = (context) => programPath(context, HELM);

export const install = (context) => installProgram(context, HELM);

export function start({ context }) {
  throw new Error(`Helm is a tool, it does not run: ${helm(context)}`);
}
