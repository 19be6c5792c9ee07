import { afterEach, describe, expect, it } from '@jest/globals';
import { Counter, Gauge, Histogram, register } from 'prom-client';
import { addedMetrics, MeasuredGauge, metricsOfThread, readMetrics } from './metrics.js';

const gauge = new MeasuredGauge({ name: 'ringfleet_test_depth', help: 'Depth.', labels: ['service'] });
const lines = async (): Promise<string[]> => (await readMetrics()).text.split('\n').filter((line) => line.startsWith('ringfleet_test_depth'));

describe('a measured gauge', () => {
  const forget: (() => void)[] = [];
  const ask = (probe: Parameters<typeof gauge.ask>[0]): void => void forget.push(gauge.ask(probe));
  afterEach(() => {
    for (const one of forget.splice(0)) one();
  });

  it('is asked at every reading', async () => {
    let depth = 1;
    ask(() => [[{ service: 'files' }, depth++]]);
    expect(await lines()).toEqual(['ringfleet_test_depth{service="files"} 1']);
    expect(await lines()).toEqual(['ringfleet_test_depth{service="files"} 2']);
  });

  it('shows what every service answers, until it is asked no more', async () => {
    ask(() => [[{ service: 'files' }, 1]]);
    ask(async () => [[{ service: 'inventory' }, 2]]);
    expect(await lines()).toEqual(['ringfleet_test_depth{service="files"} 1', 'ringfleet_test_depth{service="inventory"} 2']);
    forget.shift()?.();
    expect(await lines()).toEqual(['ringfleet_test_depth{service="inventory"} 2']);
  });

  it('leaves out what fails, and tells the rest', async () => {
    ask(() => Promise.reject(new Error('no database')));
    ask(() => {
      throw new Error('no pool');
    });
    ask(() => [[{ service: 'inventory' }, 2]]);
    expect(await lines()).toEqual(['ringfleet_test_depth{service="inventory"} 2']);
  });

  it('waits two seconds for an answer, and asks no second time before it has come', async () => {
    let asked = 0;
    let answer: (depth: number) => void = () => undefined;
    ask(() => {
      asked += 1;
      return new Promise((resolve) => (answer = (depth) => resolve([[{ service: 'files' }, depth]])));
    });
    expect(await lines()).toEqual([]);
    const reading = lines();
    answer(7);
    expect(await reading).toEqual(['ringfleet_test_depth{service="files"} 7']);
    expect(asked).toBe(1);
  });

  it('gives two readers at once the same', async () => {
    ask(async () => [[{ service: 'files' }, 1]]);
    expect(await Promise.all([lines(), lines()])).toEqual([['ringfleet_test_depth{service="files"} 1'], ['ringfleet_test_depth{service="files"} 1']]);
  });

  it('is read in the format of Prometheus', async () => {
    expect((await readMetrics()).contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(register.getSingleMetric('ringfleet_test_depth')).toBeDefined();
  });
});

describe('metrics of several threads', () => {
  it('are added to those of the process, what was added before too; what has no sum is told once', async () => {
    const asked = new Counter({ name: 'ringfleet_test_asked_total', help: 'Asked.', labelNames: ['status'] });
    const seconds = new Histogram({ name: 'ringfleet_test_seconds', help: 'Time.', buckets: [1, 2] });
    new Gauge({ name: 'ringfleet_test_start', help: 'Start.', aggregator: 'omit' }).set(1_795_000_000);
    asked.inc({ status: '200' }, 2);
    asked.inc({ status: '404' }, 5);
    seconds.observe(0.5);
    seconds.observe(3);
    const thread = await metricsOfThread();
    const { text } = await readMetrics([await addedMetrics([await addedMetrics([[], thread]), thread]), thread]);
    const told = text.split('\n').filter((line) => /^ringfleet_test_(asked|seconds|start)/.test(line));
    expect(told).toEqual([
      'ringfleet_test_asked_total{status="200"} 8',
      'ringfleet_test_asked_total{status="404"} 20',
      'ringfleet_test_seconds_bucket{le="1"} 4',
      'ringfleet_test_seconds_bucket{le="2"} 4',
      'ringfleet_test_seconds_bucket{le="+Inf"} 8',
      'ringfleet_test_seconds_sum 14',
      'ringfleet_test_seconds_count 8',
      'ringfleet_test_start 1795000000',
    ]);
  });
});
