// Real: the documents, made anew by the built services, and the rules of a linter of OpenAPI.
import { createConfig, lint } from '@redocly/openapi-core';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const COMMITTED = join(ROOT, 'deploy/openapi');
const documents = readdirSync(COMMITTED).filter((name) => name.endsWith('.json'));

// A service's tags are its paths and say enough; `/` is where the reader has the document from; a licence goes with the program;
// a download leads on (303) and has no 2xx.
const SILENT = {
  'tag-description': 'off',
  'info-license': 'off',
  'info-license-strict': 'off',
  'operation-4xx-response': 'off',
  'operation-2xx-response': 'off',
} as const;

describe('the OpenAPI documents', () => {
  it('are what the code says today; if not: npm run openapi', () => {
    const made = mkdtempSync(join(tmpdir(), 'ringfleet-openapi-'));
    try {
      execFileSync(process.execPath, [join(COMMITTED, 'generate.mjs'), made], { stdio: 'pipe' });
      expect(readdirSync(made).toSorted()).toEqual(documents.toSorted());
      const differing = documents.filter((name) => readFileSync(join(made, name), 'utf8') !== readFileSync(join(COMMITTED, name), 'utf8'));
      expect(differing).toEqual([]);
    } finally {
      rmSync(made, { recursive: true });
    }
  });

  it.each(documents)('%s is valid OpenAPI 3.1, its examples too', async (name) => {
    const config = await createConfig({ extends: ['recommended'], rules: { ...SILENT, 'no-invalid-media-type-examples': 'error' } });
    const problems = await lint({ ref: join(COMMITTED, name), config });
    expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`)).toEqual([]);
  });
});
