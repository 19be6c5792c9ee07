import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as moment } from 'node:timers/promises';
import { RunningEngine } from '../../deploy/support/running-engine.js';
import { prometheusConfig } from './delivered.js';

const LOOK_MS = 100;

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Rule {
  readonly name: string;
  readonly health: string;
  readonly state: string;
}

/** A real Prometheus with the delivered rules, that collects from one address. */
export class Prometheus {
  private constructor(
    private readonly engine: RunningEngine,
    private readonly folder: string,
  ) {}

  /** @param target host:port */
  static async start(target: string): Promise<Prometheus> {
    const folder = mkdtempSync(join(tmpdir(), 'ringfleet-prometheus-config-'));
    const config = join(folder, 'prometheus.yml');
    writeFileSync(config, prometheusConfig(target)); // JSON is YAML
    return new Prometheus(await RunningEngine.start('prometheus', { config }), folder);
  }

  /** Rejects with what Prometheus says of a query that it does not understand. */
  async query(expression: string): Promise<Sample[]> {
    const { result } = await this.get<{ result: { metric: Sample['metric']; value: [number, string] }[] }>(`query?query=${encodeURIComponent(expression)}`);
    return result.map(({ metric, value: [, value] }) => ({ metric, value: Number(value) }));
  }

  /** The answer once there is one: Prometheus collects every second. */
  async until(expression: string): Promise<Sample[]> {
    for (;;) {
      const answer = await this.query(expression);
      if (answer.length > 0) return answer;
      await moment(LOOK_MS);
    }
  }

  async rules(): Promise<Rule[]> {
    const { groups } = await this.get<{ groups: { rules: Rule[] }[] }>('rules');
    return groups.flatMap(({ rules }) => rules);
  }

  async stop(): Promise<void> {
    await this.engine.stop();
    rmSync(this.folder, { recursive: true });
  }

  private async get<Data>(path: string): Promise<Data> {
    const response = await fetch(`${this.engine.said.address}/api/v1/${path}`);
    const { data, error } = (await response.json()) as { data: Data; error?: string };
    if (!response.ok) throw new Error(`${path}: ${error}`);
    return data;
  }
}
