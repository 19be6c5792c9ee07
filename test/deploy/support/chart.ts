import { parseAllDocuments } from 'yaml';
import { type Ended, node, succeeded } from './program.js';

export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: never;
  readonly data?: Readonly<Record<string, string>>;
}

export interface Container {
  readonly image: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly resources: { readonly requests: object; readonly limits: object };
  readonly securityContext: object;
  readonly [probe: `${string}Probe`]: { readonly httpGet?: { readonly path: string } } | undefined;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly securityContext: { readonly runAsNonRoot: boolean; readonly runAsUser: number };
  readonly volumes: readonly { readonly name: string; readonly [kind: string]: unknown }[];
}

/** The least that must be given. */
export const NEEDED = ['publicUrl=https://ringfleet.example.com', 'kafka.brokers=kafka:9092', 'objects.url=http://minio:9000'];

const settings = (values: readonly string[]): string[] => values.flatMap((value) => ['--set', value]);

export const lint = (values: readonly string[]): Ended => node(['deploy/helm/helm.mjs', 'lint', '--strict', 'deploy/helm/ringfleet', ...settings(values)]);

export const template = (values: readonly string[]): Ended =>
  node(['deploy/helm/helm.mjs', 'template', 'ringfleet', 'deploy/helm/ringfleet', ...settings(values)]);

/** What the chart becomes. */
export const render = (values: readonly string[] = NEEDED): readonly KubernetesObject[] =>
  parseAllDocuments(succeeded(template(values)))
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((each) => each !== null);

export function object(objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject {
  const found = objects.find((each) => each.kind === kind && each.metadata.name === name);
  if (!found) throw new Error(`The chart has no ${kind} ${name}.`);
  return found;
}

/** The pod of a Deployment or Job, and its one container. */
export function podOf({ spec }: KubernetesObject): { readonly pod: PodSpec; readonly container: Container } {
  const { template: pods } = spec as { readonly template: { readonly spec: PodSpec } };
  const [container] = pods.spec.containers;
  if (!container) throw new Error('A pod without a container.');
  return { pod: pods.spec, container };
}
