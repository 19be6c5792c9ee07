// Real: the files of this checkout, as git lists them.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const TOP_FOLDERS = ['deploy', 'libs', 'proto', 'services', 'test'];
const TOP_FILES = ['LICENSE', 'README.md', 'docker-compose.yml', 'nx.json', 'package-lock.json', 'package.json', 'tsconfig.base.json'];
const TECHNOLOGIES = /kafka|minio|embedded|standalone/i; // KafkaEventLog
const SERVICE_CODE = /^services\/(?!standalone\/|cli\/)[^/]+\/src\//; // services/files/src/main.ts

/** Tracked files and new ones that are not ignored; paths from the root. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(ROOT, file)));
const PROJECT = /^(?:libs|services)\/[^/]+|^test/; // libs/kernel
const OWN_IMPORT = /from '@ringfleet\/([a-z-]+)/g; // from '@ringfleet/messaging/postgres'

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

function declared(project: string): string[] {
  const { name, dependencies = {} } = JSON.parse(read(`${project}/package.json`)) as { name: string; dependencies?: Record<string, string> };
  return [name, ...Object.keys(dependencies)];
}

describe('the checkout', () => {
  it('has at its top level what belongs there and nothing else', () => {
    const top = new Set(files.map((file) => file.split('/')[0] ?? file));
    const strange = [...top].filter((name) => !name.startsWith('.') && !TOP_FOLDERS.includes(name) && !TOP_FILES.includes(name));
    expect(strange).toEqual([]);
  });

  it('has services that do not know how they are run or what carries their events and files', () => {
    const lines = files
      .filter((file) => SERVICE_CODE.test(file))
      .flatMap((file) =>
        read(file)
          .split('\n')
          .map((line, index) => `${file}:${index + 1} ${line.trim()}`),
      );
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => TECHNOLOGIES.test(line))).toEqual([]);
  });

  it('names in package.json each lib that a project imports, for Nx knows no other way what must run again when a lib changes', () => {
    const missing = files
      .filter((file) => file.endsWith('.ts') && PROJECT.test(file) && !/^libs\/(testing|tooling)\//.test(file))
      .flatMap((file) => {
        const known = declared(PROJECT.exec(file)?.[0] ?? '');
        return Array.from(read(file).matchAll(OWN_IMPORT), ([, lib]) => `@ringfleet/${lib}`)
          .filter((lib) => lib !== '@ringfleet/testing' && !known.includes(lib))
          .map((lib) => `${file}: ${lib}`);
      });
    expect(missing).toEqual([]);
  });
});
