// Real: the chart as Helm lints and renders it, the front door's generated configuration, the runtime that reads its environment. Not real: a cluster.
import { readServiceConfig, SERVICE_PORTS, VARIABLES } from '@ringfleet/runtime';
import { CARDS, ROUTES } from '@ringfleet/standalone';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type KubernetesObject, lint, NEEDED, object, podOf, render, template } from './support/chart.js';
import { newEnvironment, readCompose } from './support/compose.js';
import { node, ROOT, run, succeeded } from './support/program.js';

const names = CARDS.map(({ name }) => name);
const EVERYTHING = [
  ...NEEDED,
  'ingress.enabled=true',
  'serviceMonitor.enabled=true',
  'prometheusRule.enabled=true',
  'kafka.signIn=true',
  'otlpEndpoint=http://otel:4318',
  'oidc.issuer=https://id.example.com',
  'registrar.enabled=true',
  'phoneDoor.enabled=true',
  'phoneDoor.urls=https://phones.example.com',
];
const SECRETS: Readonly<Record<string, string>> = {
  'database-url': 'postgres://app:secret@postgres:5432/any',
  'objects-access-key': 'access',
  'objects-secret-key': 'secret',
  'sealing-keys': JSON.stringify([{ id: '1', key: Buffer.alloc(32, 7).toString('base64') }]),
  'service-key': 'x'.repeat(48),
  'kafka-password': 'password',
  'registrar-key': 'registrar-key',
  'edge-secret': 'edge-secret-of-thirty-two-letters',
};

interface ServiceMonitorSpec {
  readonly jobLabel: string;
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
}

let objects: readonly KubernetesObject[] = [];
let folder = '';
beforeAll(() => {
  succeeded(node(['deploy/engines/install.mjs', 'helm', 'nginx']));
  objects = render(EVERYTHING);
  folder = mkdtempSync(join(tmpdir(), 'ringfleet-secrets-'));
  for (const [name, value] of Object.entries(SECRETS)) writeFileSync(join(folder, name), value);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const deployment = (name: string) => podOf(object(objects, 'Deployment', `ringfleet-${name}`));
const environmentOf = (name: string): Record<string, string> =>
  Object.fromEntries((deployment(name).container.env ?? []).map((each) => [each.name, each.value.replace('/etc/ringfleet/secrets', folder)]));

describe('the chart', () => {
  it('passes helm lint', () => {
    expect(lint(EVERYTHING)).toMatchObject({ code: 0, out: expect.stringContaining('0 chart(s) failed') });
  });

  it.each([
    [NEEDED.slice(1), 'publicUrl is missing'],
    [NEEDED.toSpliced(1, 1), 'kafka.brokers is missing'],
    [NEEDED.slice(0, 2), 'objects.url is missing'],
    [[...NEEDED, 'phoneDoor.enabled=true'], 'phoneDoor.urls is missing'],
    [[...NEEDED, 'demo=perhaps'], '/demo'],
    [[...NEEDED, 'services.inventory.replica=3'], 'replica'],
  ])('says what is wrong with the values %j', (values, message) => {
    expect(template(values)).toMatchObject({ code: 1, err: expect.stringContaining(message) });
  });

  it('has each service at its port, with an environment that it starts with', () => {
    for (const name of names) {
      const config = readServiceConfig(name, environmentOf(name));
      expect(config).toMatchObject({ host: '0.0.0.0', port: SERVICE_PORTS[name], kafka: { sasl: { username: `ringfleet-${name}`, password: 'password' } } });
      expect(config.urls).toEqual(Object.fromEntries(Object.entries(SERVICE_PORTS).map(([other, port]) => [other, [`http://ringfleet-${other}:${port}`]])));
      expect(deployment(name).container).toMatchObject({
        args: [`services/${name}/dist/main.js`],
        ports: [{ name: 'http', containerPort: SERVICE_PORTS[name] }],
        startupProbe: { httpGet: { path: '/health' } },
        livenessProbe: { httpGet: { path: '/health' } },
        readinessProbe: { httpGet: { path: '/ready' } },
      });
      expect(object(objects, 'Service', `ringfleet-${name}`).spec).toMatchObject({ ports: [{ port: SERVICE_PORTS[name], targetPort: 'http' }] });
    }
    expect(readServiceConfig('profiles', environmentOf('profiles')).settings).toMatchObject({ RINGFLEET_PROVISIONING_EDGE_SECRET: SECRETS['edge-secret'] });
  });

  it('knows no variable that the runtime does not know, and gives no secret but by reference', () => {
    const given = [...new Set(names.flatMap((name) => Object.keys(environmentOf(name))))].filter((name) => name !== 'OTEL_EXPORTER_OTLP_ENDPOINT');
    const secret = VARIABLES.filter(({ isSecret }) => isSecret).map(({ name }) => name);
    const allowed = VARIABLES.map(({ name }) => (secret.includes(name) ? `${name}_FILE` : name));
    expect(given.filter((name) => !allowed.includes(name))).toEqual([]);
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  it('has a registrar that asks for passwords, where device-control looks for it', () => {
    const start = readFileSync(join(ROOT, 'deploy/kamailio/start.sh'), 'utf8');
    const given = (deployment('registrar').container.env ?? []).map(({ name }) => name);
    expect(given.filter((name) => !start.includes(name))).toEqual([]);
    expect(given).not.toContain('REGISTRAR_OPEN');
    const ports = object(objects, 'Service', 'ringfleet-registrar').spec as { readonly ports: readonly { readonly name: string; readonly port: number }[] };
    const at = (name: string) => `ringfleet-registrar:${ports.ports.find((each) => each.name === name)?.port}`;
    const { settings } = readServiceConfig('device-control', environmentOf('device-control'));
    expect(settings).toMatchObject({
      RINGFLEET_REGISTRAR_EVENTS: at('events'),
      RINGFLEET_REGISTRAR_RPC: `http://${at('rpc')}/RPC`,
      RINGFLEET_REGISTRAR_KEY: 'registrar-key',
    });
    expect(environmentOf('inventory')).not.toHaveProperty('RINGFLEET_REGISTRAR_EVENTS');
    expect(deployment('registrar').container.image).toBe(readCompose(newEnvironment()).services['kamailio']?.image);
    const own = render([...NEEDED, 'registrar.events=kamailio:8448', 'registrar.rpc=http://kamailio:8090/RPC']);
    expect(JSON.stringify(object(own, 'Deployment', 'ringfleet-device-control'))).toContain('kamailio:8448');
    expect(JSON.stringify(render())).not.toContain('REGISTRAR');
  });

  it('migrates each database before an installation and an upgrade, with the owner role, which no service has', () => {
    for (const name of names) {
      const job = object(objects, 'Job', `ringfleet-${name}-migrate`);
      expect(job.metadata.annotations).toMatchObject({ 'helm.sh/hook': 'pre-install,pre-upgrade' });
      expect(podOf(job).container).toMatchObject({
        args: [`services/${name}/dist/main.js`, 'migrate'],
        env: [{ name: 'RINGFLEET_DATABASE_OWNER_URL_FILE', value: '/etc/ringfleet/secrets/database-owner-url' }],
      });
      expect(JSON.stringify(deployment(name))).not.toContain('owner');
    }
  });

  it('runs everything without root, rights or a file system to write to, and with limits', () => {
    const pods = objects.filter(({ kind }) => kind === 'Deployment' || kind === 'Job');
    expect(pods.length).toBe(2 * names.length + 3);
    for (const { pod, container } of pods.map(podOf)) {
      expect(pod).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } });
      expect(container.securityContext).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } });
      expect(container.resources).toMatchObject({ requests: { cpu: expect.anything(), memory: expect.anything() }, limits: { memory: expect.anything() } });
    }
    expect(deployment('files').pod.securityContext.runAsUser).toBe(1000); // as in the Dockerfile
  });

  it('keeps an instance of everything through a drain and lets those under load grow', () => {
    const budgets = objects.filter(({ kind }) => kind === 'PodDisruptionBudget').map(({ metadata }) => metadata.name);
    expect(budgets.toSorted()).toEqual([...names, 'front-door', 'phone-door'].map((name) => `ringfleet-${name}`).toSorted());
    for (const { spec } of objects.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')) {
      const { maxReplicas } = spec as { readonly maxReplicas: number };
      expect(maxReplicas).toBeLessThanOrEqual(8); // partitions of a topic
    }
  });

  it('has the alerts, and has its services scraped under the job that they ask for', () => {
    const alerts = readFileSync(join(ROOT, 'deploy/prometheus/alerts.yml'), 'utf8');
    expect(object(objects, 'PrometheusRule', 'ringfleet').spec).toEqual(parse(alerts));
    const { jobLabel, selector } = object(objects, 'ServiceMonitor', 'ringfleet').spec as ServiceMonitorSpec;
    const [job] = [...alerts.matchAll(/job="([^"]+)"/g)].map(([, name]) => name); // up{job="ringfleet"}
    expect(selector.matchLabels[jobLabel]).toBe(job);
  });

  it('has a front door that sends each path where the services say, under the names of the release', () => {
    const config = object(objects, 'ConfigMap', 'ringfleet-front-door').data?.['default.conf'] ?? '';
    const routes = [...config.matchAll(/location ~ \^(\S+?)\(\/\|\$\) \{[^}]*?proxy_pass http:\/\/([a-z-]+);/g)]; // location ~ ^/api/v1/devices(/|$) { … proxy_pass http://inventory;
    expect(routes.map(([, path = '', service]) => `${path.replaceAll('\\', '')} → ${service}`).toSorted()).toEqual(
      ROUTES.map(({ prefix, service }) => `${prefix.replace(/:\w+/, '[^/]+')} → ${service}`).toSorted(),
    );
    for (const name of names) expect(config).toContain(`server ringfleet-${name}:${SERVICE_PORTS[name]} `);
    const { container } = deployment('front-door');
    expect(config).toContain(`listen ${container.ports?.[0]?.containerPort} `);
    expect(container.image).toBe(readCompose(newEnvironment()).services['nginx']?.image);
    expect(readFileSync(join(ROOT, 'deploy/nginx/ringfleet.conf'), 'utf8')).toContain(`server inventory:${SERVICE_PORTS.inventory} `); // what Compose mounts
  });

  it.each([[NEEDED], [[...NEEDED, 'frontDoor.realIpFrom={10.0.0.0/8,192.168.0.0/16}']]])('has a front door that nginx takes, with %j', (values) => {
    const config = object(render(values), 'ConfigMap', 'ringfleet-front-door').data?.['default.conf'] ?? '';
    const here = config.replaceAll(/server ringfleet-[a-z-]+:/g, 'server 127.0.0.1:'); // server ringfleet-inventory:8102, a name that only a cluster knows
    writeFileSync(join(folder, 'nginx.conf'), `pid ${folder}/nginx.pid;\nevents {}\nhttp {\n${here}}\n`);
    expect(run('nginx', ['-t', '-e', 'stderr', '-c', join(folder, 'nginx.conf')])).toMatchObject({
      code: 0,
      err: expect.stringContaining('test is successful'),
    });
  });
});
