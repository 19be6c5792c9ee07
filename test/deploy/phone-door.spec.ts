// Real: nginx with what Compose and the chart give it for phones with certificates, a certificate of the openssl program, curl; the shell that follows containers.md. Not real: Docker, a cluster, phones (services/profiles/test/edge.service-spec.ts has them).
import { readServiceConfig } from '@ringfleet/runtime';
import { freePort } from '@ringfleet/testing';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PHONES_FOLDER } from '../../deploy/nginx/phones-config.mjs';
import { type KubernetesObject, NEEDED, object, podOf, render } from './support/chart.js';
import { newEnvironment, readCompose } from './support/compose.js';
import { ROOT, run, succeeded } from './support/program.js';
import { RunningEngine } from './support/running-engine.js';

const EDGE_SECRET = /^proxy_set_header X-Phone-Edge "(.{32,})";\n$/;
const URLS = 'https://phones.example.com';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringfleet-phone-door-'));
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${folder}/tls.key`];
  succeeded(run('openssl', ['req', '-x509', ...key, '-out', `${folder}/tls.crt`, '-subj', '/CN=localhost', '-days', '2']));
  writeFileSync(join(folder, 'vendors.pem'), readFileSync(join(folder, 'tls.crt')));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** As containers.md says to make it from the environment file. */
function edgeConfOf(environment: ReadonlyMap<string, string>): string {
  const [, command = ''] =
    /^\(\. \.\/\.env; (.+)\) > \/etc\/ringfleet-phones\/edge\.conf$/m.exec(readFileSync(join(ROOT, 'deploy/docs/containers.md'), 'utf8')) ?? []; // (. ./.env; printf …) > /etc/ringfleet-phones/edge.conf
  return succeeded(run('sh', ['-c', command], Object.fromEntries(environment)));
}

/** What nginx with this configuration answers at /health, over TLS with the certificate of its folder. */
async function healthOf(config: string): Promise<string> {
  const port = await freePort();
  const here = config
    .replaceAll(`${PHONES_FOLDER}/`, `${folder}/`)
    .replaceAll(/server [a-z-]+:/g, 'server 127.0.0.1:') // server ringfleet-profiles:8103, a name that only a cluster knows
    .replace('listen 8443 ', `listen 127.0.0.1:${port} `);
  const user = process.getuid?.() === 0 ? 'user root;\n' : '';
  const file = join(folder, 'nginx.conf');
  const main = readFileSync(join(ROOT, 'deploy/nginx/nginx.conf'), 'utf8')
    .replaceAll(/(?<= )\/(?:tmp|var\/log\/nginx)\//g, `${folder}/`)
    .replace('include /etc/nginx/mime.types;', '')
    .replace('include /etc/nginx/conf.d/*.conf;', () => here);
  writeFileSync(file, user + main);
  const nginx = await RunningEngine.start('nginx', { config: file });
  try {
    return succeeded(run('curl', ['-s', '-f', '--cacert', join(folder, 'tls.crt'), `https://localhost:${port}/health`]));
  } finally {
    await nginx.stop();
  }
}

describe('the phone door of Compose', () => {
  const environment = newEnvironment();
  const { services } = readCompose(environment);
  const mounts = new Map((services['phone-door']?.volumes ?? []).map((mount) => mount.split(':', 2)).map(([from = '', to = '']) => [to, from]));

  it('is started where it is asked for alone, and is the nginx of the front door with another configuration', () => {
    expect(services['phone-door']).toMatchObject({ profiles: ['phones'], image: services['nginx']?.image, ports: ['127.0.0.1:8443:8443'] });
    expect(mounts.get(PHONES_FOLDER)).toBe(PHONES_FOLDER);
  });

  it('answers over TLS, with the secret by which profiles believes it, made as containers.md says', async () => {
    const edge = edgeConfOf(environment);
    const { settings } = readServiceConfig('profiles', services['profiles']?.environment ?? {});
    expect(EDGE_SECRET.exec(edge)?.[1]).toBe(settings['RINGFLEET_PROVISIONING_EDGE_SECRET']);
    writeFileSync(join(folder, 'edge.conf'), edge);
    expect(await healthOf(readFileSync(join(ROOT, mounts.get('/etc/nginx/conf.d/default.conf') ?? ''), 'utf8'))).toBe('{"status":"alive"}');
  });
});

describe('the phone door of the chart', () => {
  let objects: readonly KubernetesObject[];
  beforeAll(() => {
    objects = render([...NEEDED, 'phoneDoor.enabled=true', `phoneDoor.urls=${URLS}`]);
  });
  const deployment = (name: string) => podOf(object(objects, 'Deployment', `ringfleet-${name}`));

  it('is there where it is asked for alone', () => {
    expect(JSON.stringify(render())).not.toMatch(/phone-door|PROVISIONING/);
  });

  it('answers over TLS with what its secret has, and leads to the profiles of the release', async () => {
    const config = object(objects, 'ConfigMap', 'ringfleet-phone-door').data?.['default.conf'] ?? '';
    expect(config).toContain('server ringfleet-profiles:8103 ');
    const { pod, container } = deployment('phone-door');
    expect(container).toMatchObject({
      image: deployment('front-door').container.image,
      ports: [{ name: 'https', containerPort: 8443 }],
      readinessProbe: { httpGet: { path: '/health', scheme: 'HTTPS' } },
      volumeMounts: expect.arrayContaining([{ name: 'secrets', mountPath: PHONES_FOLDER, readOnly: true }]),
    });
    const secret = pod.volumes.find(({ name }) => name === 'secrets')?.['secret'] as { readonly items: readonly { readonly path: string }[] };
    const used = [...config.matchAll(/\/etc\/ringfleet-phones\/([\w.]+);/g)].map(([, file]) => file); // ssl_certificate /etc/ringfleet-phones/tls.crt;
    expect(secret).toMatchObject({ secretName: 'ringfleet-phone-door' });
    expect(secret.items.map(({ path }) => path).toSorted()).toEqual(used.toSorted());
    writeFileSync(join(folder, 'edge.conf'), 'proxy_set_header X-Phone-Edge "secret";\n');
    expect(await healthOf(config)).toBe('{"status":"alive"}');
  });

  it('is believed by profiles, which tell phones its address; no other service has the secret', () => {
    const told = deployment('profiles').container.env ?? [];
    expect(told).toContainEqual({ name: 'RINGFLEET_PROVISIONING_URLS', value: URLS });
    expect(told).toContainEqual({ name: 'RINGFLEET_PROVISIONING_EDGE_SECRET_FILE', value: '/etc/ringfleet/secrets/edge-secret' });
    const having = objects.filter((each) => JSON.stringify(each).includes('edge-secret')).map(({ metadata }) => metadata.name);
    expect(having).toEqual(['ringfleet-profiles']);
  });
});
