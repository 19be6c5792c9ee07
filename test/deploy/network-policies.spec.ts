// Real: the chart's network policies as Helm renders them. Not real: a cluster that enforces them.
import { SERVICE_PORTS } from '@ringfleet/runtime';
import { CARDS } from '@ringfleet/standalone';
import { readFileSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { type KubernetesObject, NEEDED, object, render } from './support/chart.js';
import { ROOT } from './support/program.js';

const COMPONENT = 'app.kubernetes.io/component';
const names = CARDS.map(({ name }) => name);

interface Peer {
  readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
}
interface Rule {
  readonly ports: readonly { readonly port: number | string }[];
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
}
interface Policy {
  readonly podSelector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly policyTypes: readonly string[];
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

let objects: readonly KubernetesObject[] = [];
beforeAll(() => {
  objects = render([
    ...NEEDED,
    'otlpEndpoint=http://otel:4318',
    'registrar.enabled=true',
    'phoneDoor.enabled=true',
    'phoneDoor.urls=https://phones.example.com',
  ]);
}, 10 * 60_000);

const policy = (name: string): Policy => object(objects, 'NetworkPolicy', `ringfleet-${name}`).spec;
const components = (peers: readonly Peer[] = []): string[] => peers.map(({ podSelector }) => podSelector?.matchLabels[COMPONENT] ?? '?').toSorted();
const askedBy = (name: string): string[] => (policy(name).egress ?? []).flatMap(({ to }) => components(to)).toSorted();
const enterers = (name: string): string[] => (policy(name).ingress ?? []).flatMap(({ from }) => components(from)).toSorted();

/** Whom a service's code sends queries to; the keys of tokens are directory's. */
function asks(name: string): string[] {
  const code = globSync(`services/${name}/src/**/*.ts`, { cwd: ROOT }).map((file) => readFileSync(join(ROOT, file), 'utf8'));
  const asked = code.flatMap((text) => Array.from(text.matchAll(/transportTo\('([a-z-]+)'\)/g), ([, other = '']) => other)); // transportTo('directory')
  return [...new Set(['directory', ...asked])].filter((other) => other !== name).toSorted();
}

describe('the network policies', () => {
  it('shut everything that they do not open, both ways', () => {
    expect(policy('shut').podSelector.matchLabels).not.toHaveProperty([COMPONENT]);
    for (const { spec } of objects.filter(({ kind }) => kind === 'NetworkPolicy')) expect((spec as Policy).policyTypes).toEqual(['Ingress', 'Egress']);
    expect(policy('shut').egress).toEqual([
      {
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
    ]);
    expect(policy('migrate')).not.toHaveProperty('ingress');
  });

  it('let a service ask those whom its code asks, and no other', () => {
    expect(names.map((name) => [name, askedBy(name)])).toEqual(
      names.map((name) => [name, name === 'device-control' ? [...asks(name), 'registrar'].toSorted() : asks(name)]),
    );
  });

  it('let into a service the front door and those who ask it, at its port', () => {
    for (const name of names) {
      const doors = name === 'profiles' ? ['front-door', 'phone-door'] : ['front-door'];
      expect([name, enterers(name)]).toEqual([name, [...doors, ...names.filter((other) => asks(other).includes(name))].toSorted()]);
      expect(policy(name).ingress?.flatMap(({ ports }) => ports)).toEqual([{ port: SERVICE_PORTS[name] }]);
    }
    expect(askedBy('front-door')).toEqual([...names].toSorted());
  });

  it('let phones come to a door of theirs, which leads to profiles alone', () => {
    expect(policy('phone-door').ingress).toEqual([{ ports: [{ port: 'https' }] }]);
    expect(policy('phone-door').egress).toHaveLength(1);
    expect(askedBy('phone-door')).toEqual(['profiles']);
    expect(policy('phone-door').egress?.flatMap(({ ports }) => ports)).toEqual([{ port: SERVICE_PORTS.profiles }]);
  });

  it('let phones register, and device-control alone follow what is registered', () => {
    const [phones, control] = policy('registrar').ingress ?? [];
    expect([phones?.from, phones?.ports.map(({ port }) => port)]).toEqual([undefined, [5060, 5060]]);
    expect([components(control?.from), control?.ports.map(({ port }) => port)]).toEqual([['device-control'], [8448, 8090]]);
  });

  it('let services reach PostgreSQL, Kafka, the object store and telemetry, and a migration PostgreSQL alone', () => {
    const engines = (name: string): (number | string)[] =>
      (policy(name).egress ?? []).filter(({ to }) => !to).flatMap(({ ports }) => ports.map(({ port }) => port));
    for (const name of names) expect(engines(name)).toEqual([5432, 9092, 9093, 9000, 443, 4318]);
    expect(engines('migrate')).toEqual([5432]);
  });
});
