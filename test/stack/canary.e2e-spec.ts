// Real: the stack. kcat reads every record of every topic, the client of MinIO every object of every bucket, and every row of every database is read as the superuser; curl is the phone. The word is looked for in clear, base64 and hex.
import { Client, S3Error } from 'minio';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Canary } from '../support/canary.js';
import { type Deployment, openDeployment } from '../support/deployment.js';
import { holds, rowsWith, streamHolds } from '../support/planted.js';

const STACK = process.env['RINGFLEET_STACK'] ?? '';

interface Keys {
  readonly user: string;
  readonly password: string;
}

let ringfleet: Deployment;
beforeAll(async () => {
  ringfleet = await openDeployment();
});
afterAll(() => ringfleet.close());

const stored = (name: string): unknown => JSON.parse(readFileSync(join(STACK, name), 'utf8'));
const portOf = (engine: string): number => (stored('stack.json') as { readonly ports: Readonly<Record<string, number>> }).ports[engine] ?? 0;
const keysOf = (engine: string): Keys => stored(`${engine}/credentials.json`) as Keys;

/** Names of topics of which a record holds one of the forms, Kafka's own and those of transactions that were given up among them. */
async function topicsWith(forms: readonly Buffer[]): Promise<readonly string[]> {
  const broker = ['-b', `127.0.0.1:${portOf('kafka')}`];
  const { topics } = JSON.parse(execFileSync('kcat', [...broker, '-L', '-J'], { encoding: 'utf8' })) as {
    readonly topics: readonly { readonly topic: string }[];
  };
  const looked = topics.map(async ({ topic }) => {
    const kcat = spawn('kcat', [...broker, '-C', '-e', '-q', '-X', 'isolation.level=read_uncommitted', '-t', topic, '-f', '%k %h %s\n'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(kcat, 'close');
    const isHeld = await streamHolds(kcat.stdout, forms);
    const [code] = await ended;
    if (code !== 0) throw new Error(`kcat ended with ${code} over ${topic}.`);
    return isHeld ? [topic] : [];
  });
  return (await Promise.all(looked)).flat();
}

/** Every object of every bucket, with whether it holds one of the forms. */
async function objectsWith(forms: readonly Buffer[]): Promise<readonly { readonly name: string; readonly isHeld: boolean }[]> {
  const { user: accessKey, password: secretKey } = keysOf('minio');
  const minio = new Client({ endPoint: '127.0.0.1', port: portOf('minio'), useSSL: false, accessKey, secretKey });
  const found = [];
  for (const { name: bucket } of await minio.listBuckets()) {
    for await (const { name = '' } of minio.listObjectsV2(bucket, '', true) as AsyncIterable<{ readonly name?: string }>) {
      const content = await minio.getObject(bucket, name).then(buffer, orGone);
      found.push({ name: `${bucket}/${name}`, isHeld: holds(content, forms) });
    }
  }
  return found;
}

/** Services remove what they need no more. */
function orGone(error: unknown): Buffer {
  if (error instanceof S3Error && error.code === 'NoSuchKey') return Buffer.alloc(0);
  throw error;
}

const logsWith = (forms: readonly Buffer[]): readonly string[] =>
  globSync('*/*.log', { cwd: STACK }).filter((file) => holds(readFileSync(join(STACK, file)), forms));

describe('a word planted in every secret field of a stack', () => {
  it('is in no answer, record, object, row or log (PRV-03)', async () => {
    const canary = new Canary(ringfleet.administrator);
    await canary.sing();
    const superuser = { port: portOf('postgres'), ...keysOf('postgres') };
    expect(canary.answersWith()).toEqual([]);
    expect(await topicsWith(canary.forms)).toEqual([]);
    const objects = await objectsWith(canary.forms);
    expect(objects.filter(({ isHeld }) => isHeld)).toEqual([]);
    expect(await rowsWith(superuser, canary.forms)).toEqual([]);
    expect(logsWith(canary.forms)).toEqual([]);

    // What is no secret is found so; objects are sealed as a whole.
    const plain = [Buffer.from('Canary phone')];
    expect(canary.answersWith(plain)).toEqual(expect.arrayContaining(['export as csv', 'export as xlsx']));
    expect(await topicsWith(plain)).toEqual(expect.arrayContaining(['inventory.device.v1']));
    expect(objects.length).toBeGreaterThan(2);
    expect((await rowsWith(superuser, plain)).map((row) => row.split(' ')[0])).toEqual(expect.arrayContaining(['inventory', 'profiles']));
    expect(logsWith([Buffer.from('profiles')]).length).toBeGreaterThan(0);
  });
});
