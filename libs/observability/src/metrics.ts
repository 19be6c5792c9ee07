import { within } from '@ringfleet/kernel';
import { AggregatorRegistry, collectDefaultMetrics, Gauge, register } from 'prom-client';

const ANSWER_WITHIN_MS = 2_000;

/** A value with the labels it is shown under. */
export type Sample<Label extends string> = readonly [labels: Readonly<Record<Label, string>>, value: number];
type Probe<Label extends string> = () => Sample<Label>[] | Promise<Sample<Label>[]>;

export interface MeasuredGaugeOptions<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly Label[];
}

/** A gauge whose values are asked for whenever metrics are read: of the database, the log, a pool. What fails, or takes longer than two seconds, is left out. */
export class MeasuredGauge<Label extends string> {
  private readonly probes = new Map<Probe<Label>, Promise<Sample<Label>[]> | undefined>();

  constructor({ name, help, labels }: MeasuredGaugeOptions<Label>) {
    const measure = (): Promise<Sample<Label>[]> => this.measure();
    const gauge = new Gauge<Label>({
      name,
      help,
      labelNames: [...labels],
      async collect() {
        const samples = await measure();
        // At one go, so that two readers at once do not empty it for each other.
        gauge.reset();
        for (const [of, value] of samples) gauge.set(of, value);
      },
    });
  }

  /** Asks the probe at every reading, until the returned function is called. */
  ask(probe: Probe<Label>): () => void {
    this.probes.set(probe, undefined);
    return () => void this.probes.delete(probe);
  }

  private async measure(): Promise<Sample<Label>[]> {
    const samples = await Promise.all([...this.probes.keys()].map((probe) => this.answerOf(probe)));
    return samples.flat();
  }

  /** One that has not answered yet is not asked again, lest questions pile up at a database that hangs. */
  private answerOf(probe: Probe<Label>): Promise<Sample<Label>[]> {
    return within(ANSWER_WITHIN_MS, this.probes.get(probe) ?? this.begin(probe), []);
  }

  private begin(probe: Probe<Label>): Promise<Sample<Label>[]> {
    const asked = Promise.resolve()
      .then(probe)
      .catch(() => [])
      .finally(() => {
        if (this.probes.get(probe) === asked) this.probes.set(probe, undefined);
      });
    this.probes.set(probe, asked);
    return asked;
  }
}

let measured = false;

/** Measures the process itself: CPU, memory, event loop, garbage collection. Once, at its start. */
export function measureProcess(): void {
  if (measured) return;
  measured = true;
  collectDefaultMetrics();
}

/** The metrics of a thread, as they are sent to another. */
export type ThreadMetrics = Awaited<ReturnType<typeof register.getMetricsAsJSON>>;

/** What this thread has counted so far. */
export const metricsOfThread = (): Promise<ThreadMetrics> => register.getMetricsAsJSON();

/** What several threads have counted together: numbers are added. */
export const addedMetrics = (threads: readonly ThreadMetrics[]): Promise<ThreadMetrics> => AggregatorRegistry.aggregate([...threads]).getMetricsAsJSON();

/** All metrics of this process, as Prometheus reads them. What its other threads count is added to what this one does. */
export async function readMetrics(others: readonly ThreadMetrics[] = []): Promise<{ readonly contentType: string; readonly text: string }> {
  const { contentType } = register;
  if (others.length === 0) return { contentType, text: await register.metrics() };
  const own = await metricsOfThread();
  // Of many processes nobody has the sum of their starts; of one process there is one.
  const whole = own.map((metric) => (metric.aggregator === 'omit' ? { ...metric, aggregator: 'first' } : metric));
  return { contentType, text: await AggregatorRegistry.aggregate([whole, ...others]).metrics() };
}
