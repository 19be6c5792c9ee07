// Real: dependency-cruiser with our rules, over a workspace made for each case.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const WORKSPACE = {
  'tsconfig.base.json': '{ "compilerOptions": { "module": "nodenext" } }',
  'node_modules/@nestjs/common/package.json': '{ "name": "@nestjs/common", "main": "index.js" }',
  'node_modules/@nestjs/common/index.js': 'export const Injectable = () => undefined;',
  'libs/kernel/src/index.ts': 'export const newId = () => 1;',
  'libs/messaging/src/index.ts': 'export interface EventLog {}',
  'libs/messaging/src/postgres/postgres-event-log.ts': 'export class PostgresEventLog {}',
  'libs/messaging/src/kafka/kafka-event-log.ts': 'export class KafkaEventLog {}',
  'libs/runtime/src/index.ts': `export { PostgresEventLog } from '../../messaging/src/postgres/postgres-event-log.js';`,
  'libs/testing/src/index.ts': 'export const freePort = () => 1;',
  'services/files/src/service.ts': 'export const card = 1;',
  'services/files/src/main.ts': `import '../../../libs/runtime/src/index.js';`,
  'services/inventory/src/service.ts': `import '../../../libs/kernel/src/index.js';`,
  'services/standalone/src/main.ts': `import '../../files/src/service.js'; import '../../../libs/runtime/src/index.js';`,
  'test/e2e/import.e2e-spec.ts': `import '../../libs/testing/src/index.js';`,
};

let workspace: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'ringfleet-walls-'));
  write(WORKSPACE);
});
afterEach(() => rmSync(workspace, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, file)), { recursive: true });
    writeFileSync(join(workspace, file), text);
  }
}

/** Names of the walls that the workspace breaks. */
function broken(): string[] {
  const args = ['--config', join(ROOT, 'libs/tooling/walls.mjs'), '--output-type', 'json', 'services', 'libs', 'test'];
  const { stdout, stderr } = spawnSync(join(ROOT, 'node_modules/.bin/depcruise'), args, { cwd: workspace, encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  const report = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
  return [...new Set(report.summary.violations.map((violation) => violation.rule.name))];
}

describe('the walls', () => {
  it('stand as long as nobody goes through them', () => {
    expect(broken()).toEqual([]);
  });

  it.each([
    ['services-are-apart', 'services/inventory/src/service.ts', `import '../../files/src/service.js';`],
    ['services-are-apart', 'services/inventory/test/x.service-spec.ts', `import '../../files/src/service.js';`],
    ['libs-know-no-service', 'libs/kernel/src/clock.ts', `import '../../../services/files/src/service.js';`],
    ['adapters-are-picked-by-the-runtime', 'services/files/src/store.ts', `import '../../../libs/messaging/src/postgres/postgres-event-log.js';`],
    ['adapters-are-picked-by-the-runtime', 'libs/messaging/src/relay.ts', `import './kafka/kafka-event-log.js';`],
    ['adapters-are-apart', 'libs/messaging/src/kafka/topics.ts', `import '../postgres/postgres-event-log.js';`],
    ['only-starting-points-know-the-runtime', 'services/files/src/imports/scan.ts', `import '../../../../libs/runtime/src/index.js';`],
    ['the-domain-is-plain', 'services/files/src/devices/device.ts', `import '@nestjs/common';`],
    ['the-domain-is-plain', 'services/files/src/batches/batch.ts', `import type { EventLog } from '../../../../libs/messaging/src/index.js';`],
    ['the-domain-is-plain', 'services/files/src/imports/decide-row.ts', `import '@nestjs/common';`],
    ['kernel-depends-on-nothing', 'libs/kernel/src/clock.ts', `import '../../messaging/src/index.js';`],
    ['libs-have-one-door', 'services/files/src/x.ts', `import '../../../libs/kernel/src/clock.js';`],
    ['tests-stay-outside', 'services/files/src/x.ts', `import '../../../libs/testing/src/index.js';`],
    ['no-unresolvable', 'services/files/src/x.ts', `import './nowhere.js';`],
  ])('%s: %s may not say %s', (wall, file, text) => {
    write({ 'libs/kernel/src/clock.ts': 'export const now = 1;', [file]: text });
    expect(broken()).toContain(wall);
  });

  it('keep frameworks from the domain behind a file between, too', () => {
    write({ 'services/files/src/devices/device.ts': `import './mac.js';`, 'services/files/src/devices/mac.ts': `import '@nestjs/common';` });
    expect(broken()).toContain('the-domain-is-plain');
  });

  it('take what has a mapping beside it for domain', () => {
    write({ 'services/files/src/devices/device-version.ts': `import '@nestjs/common';`, 'services/files/src/devices/device-version.schema.ts': '' });
    expect(broken()).toEqual(['the-domain-is-plain']);
  });

  it('let use cases and mappings use frameworks', () => {
    write({
      'services/files/src/devices/register-device.ts': `import '@nestjs/common';`,
      'services/files/src/devices/device.schema.ts': `import '@nestjs/common';`,
    });
    expect(broken()).toEqual([]);
  });

  it('find a circle', () => {
    write({ 'libs/kernel/src/a.ts': `import './b.js';`, 'libs/kernel/src/b.ts': `import './a.js';` });
    expect(broken()).toEqual(['no-cycles']);
  });
});
