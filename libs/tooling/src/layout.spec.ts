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
        readFileSync(join(ROOT, file), 'utf8')
          .split('\n')
          .map((line, index) => `${file}:${index + 1} ${line.trim()}`),
      );
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => TECHNOLOGIES.test(line))).toEqual([]);
  });
});
