// What is delivered for Prometheus and Grafana, as the tests read it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../../deploy/support/program.js';

interface AlertRules {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
}

interface AlertTests {
  readonly tests: readonly { readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts: readonly unknown[] }[] }[];
}

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const read = (path: string): string => readFileSync(join(ROOT, 'deploy', path), 'utf8');

export const alerts = (parse(read('prometheus/alerts.yml')) as AlertRules).groups.flatMap(({ rules }) => rules);

/** Names of the alerts that some case expects to fire, or not to. */
export function testedAlerts(fires: boolean): ReadonlySet<string> {
  const cases = (parse(read('prometheus/alerts.test.yml')) as AlertTests).tests.flatMap(({ alert_rule_test: all }) => all);
  return new Set(cases.filter(({ exp_alerts: expected }) => expected.length > 0 === fires).map(({ alertname }) => alertname));
}

/** What the dashboard asks, with its variables filled in as Grafana does. */
export const dashboardQueries = (JSON.parse(read('grafana/ringfleet.json')) as { readonly panels: readonly Panel[] }).panels.flatMap(
  ({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr: expr.replaceAll('$__rate_interval', '1m').replaceAll('$service', '.*') })),
);

/** The delivered configuration, for one target and with a short interval. */
export function prometheusConfig(target: string): string {
  const config = parse(read('prometheus/prometheus.yml')) as { readonly scrape_configs: readonly object[] };
  return JSON.stringify({
    ...config,
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [join(ROOT, 'deploy/prometheus/alerts.yml')],
    scrape_configs: config.scrape_configs.map((job) => ({ ...job, static_configs: [{ targets: [target] }] })),
  });
}
