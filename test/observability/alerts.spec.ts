// Real: promtool, the rules and the configuration as they are delivered.
import { node, run, succeeded } from '../deploy/support/program.js';

beforeAll(() => {
  succeeded(node(['deploy/engines/install.mjs', 'prometheus']));
});

it.each([
  ['are rules that Prometheus reads', ['check', 'rules', 'deploy/prometheus/alerts.yml']],
  ['fire when they shall, and not before', ['test', 'rules', 'deploy/prometheus/alerts.test.yml']],
  ['are loaded by the configuration', ['check', 'config', 'deploy/prometheus/prometheus.yml']],
])('alerts %s', (_, args) => {
  expect(run('promtool', args)).toMatchObject({ code: 0, out: expect.stringContaining('SUCCESS') });
});
