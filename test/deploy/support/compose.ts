import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { node, ROOT, succeeded } from './program.js';

export interface ComposeService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: object;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** As it stands in the repository, with nothing filled in. */
export const composeText = (): string => readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');

/** With its anchors merged and the values of an environment file filled in, as Compose does it. */
export function readCompose(environment: ReadonlyMap<string, string>): Compose {
  const filled = (value: string): string =>
    value.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind: string, rest: string) => {
      // ${SERVICE_KEY:?run …}  ${HTTP_PORT:-8080}
      const given = environment.get(name);
      if (given === undefined && kind !== '-') throw new Error(`docker-compose.yml wants ${name}, which the environment file does not have.`);
      return given ?? rest;
    });
  return parse(composeText(), (_key, value: unknown) => (typeof value === 'string' ? filled(value) : value), { merge: true }) as Compose;
}

/** A new environment file of make-env.mjs, read as Compose reads it. */
export function newEnvironment(): ReadonlyMap<string, string> {
  const file = join(tmpdir(), `ringfleet-${process.pid}.env`);
  try {
    succeeded(node(['deploy/docker/make-env.mjs', '--file', file]));
    return new Map([...readFileSync(file, 'utf8').matchAll(/^(\w+)='(.*)'$/gm)].map(([, name = '', value = '']) => [name, value])); // DEMO='off'
  } finally {
    rmSync(file, { force: true });
  }
}
