import { describe, expect, it } from '@jest/globals';
import { Sealed, Sealer } from '@ringfleet/secrets';
import { createLogger, type Logger } from './logger.js';
import { NestLogger } from './nest-logger.js';
import { withTraceparent } from './trace.js';

const SECRET = 'hunter2-never-shown';

/** What was written by `work`, as text. */
function written(work: (log: Logger) => void): string {
  const lines: string[] = [];
  work(createLogger({ service: 'inventory', level: 'debug', destination: { write: (line: string) => void lines.push(line) } }));
  return lines.join('');
}

const parsed = (work: (log: Logger) => void): Record<string, unknown> => JSON.parse(written(work)) as Record<string, unknown>;

describe('a logger', () => {
  it('writes one JSON object a line with level, time, service and what was said', () => {
    expect(parsed((log) => log.info({ rows: 3 }, 'chunk applied'))).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      service: 'inventory',
      rows: 3,
      msg: 'chunk applied',
    });
  });

  it('writes the trace it is in', () => {
    const line = parsed((log) => withTraceparent('00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', () => log.info('here')));
    expect(line['traceId']).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  });

  it('leaves out what is below its level', () => {
    const lines: string[] = [];
    createLogger({ service: 'inventory', destination: { write: (line: string) => void lines.push(line) } }).debug('details');
    expect(lines).toEqual([]);
  });

  it.each([
    'password',
    'httpPassword',
    'secret',
    'client_secret',
    'clientSecret',
    'token',
    'access_token',
    'aesKey',
    'apiKey',
    'Authorization',
    'cookie',
    'set-cookie',
    'privateKey',
    'credentials',
  ])('hides the field %s at every depth, in lists, maps and child loggers (OPS-02)', (name) => {
    const output = written((log) => {
      log.info({ [name]: SECRET }, 'top');
      log.info({ a: { b: [{ c: { d: { [name]: SECRET } } }] } }, 'deep');
      log.info({ [name]: { inner: [SECRET] } }, 'an object under the name');
      log.info({ map: new Map([[name, SECRET]]) }, 'map');
      log.child({ request: { [name]: SECRET } }).info('child');
      log
        .child({})
        .child({ [name]: SECRET })
        .info('child of a child');
      log.info('put into the message: %o %j', { [name]: SECRET }, { [name]: SECRET });
    });
    expect(output).not.toContain(SECRET);
    expect(output.split('\n').filter(Boolean)).toHaveLength(7);
  });

  it('hides sealed values, bytes, bearer tokens and passwords in addresses wherever they stand (OPS-02)', () => {
    const sealer = new Sealer([{ id: 'k', key: new Uint8Array(32) }]);
    const output = written((log) => {
      log.info({ value: Sealed.seal(sealer, SECRET, 'p'), bytes: Buffer.from(SECRET) }, 'sealed');
      log.info(`connecting to postgres://app:${SECRET}@127.0.0.1:5432/files`);
      log.info({ url: new URL(`https://me:${SECRET}@example.org/`), header: `Bearer ${SECRET}` }, 'sent');
      log.error(new Error(`cannot reach postgres://app:${SECRET}@db/files`));
    });
    expect(output).not.toContain(SECRET);
    expect(output).not.toContain(Buffer.from(SECRET).toString('base64'));
    expect(output).toContain('[sealed]');
    expect(output).toContain('@127.0.0.1:5432/files');
  });

  it('writes of a PostgreSQL error what helps, and none of the values it quotes (OPS-02)', () => {
    const unique = Object.assign(new Error('duplicate key value violates unique constraint "devices_mac"'), {
      code: '23505',
      constraint: 'devices_mac',
      detail: `Key (mac)=(${SECRET}) already exists.`,
      where: `COPY devices, line 3: "${SECRET}"`,
      query: 'insert …',
      parameters: [SECRET],
    });
    const line = parsed((log) => log.error({ err: new Error('chunk failed', { cause: unique }), also: new AggregateError([unique]) }, 'failed'));
    expect(JSON.stringify(line)).not.toContain(SECRET);
    expect(line['err']).toMatchObject({
      type: 'Error',
      message: 'chunk failed',
      stack: expect.stringContaining('logger.spec'),
      cause: { code: '23505', constraint: 'devices_mac' },
    });
    expect(line['also']).toMatchObject({ errors: [{ code: '23505' }] });
  });

  it('survives circles, great depth and numbers beyond JSON', () => {
    const circle: Record<string, unknown> = { big: 2n ** 70n };
    circle['self'] = circle;
    let deep: unknown = SECRET;
    for (let level = 0; level < 10_000; level += 1) deep = { deep };
    const line = parsed((log) => log.info({ circle, deep }, 'odd'));
    expect(line).toMatchObject({ circle: { big: '1180591620717411303424', self: '[circular]' } });
  });

  it('does not change what it is given', () => {
    const request = { password: SECRET };
    written((log) => log.info(request, 'x'));
    expect(request).toEqual({ password: SECRET });
  });
});

describe('Nest, speaking through it', () => {
  it('keeps its start-up talk for debugging', () => {
    expect(parsed((log) => new NestLogger(log).log('Nest application successfully started', 'NestApplication'))).toMatchObject({
      level: 'debug',
      context: 'NestApplication',
      msg: 'Nest application successfully started',
    });
  });

  it('passes on errors with stack and context in each form Nest has', () => {
    const error = new Error('no database');
    const forms: readonly [unknown, ...unknown[]][] = [
      ['no database', error.stack, 'ExceptionsHandler'],
      ['no database', 'ExceptionsHandler'],
      [error, 'ExceptionsHandler'],
    ];
    for (const [message, ...rest] of forms) {
      expect(parsed((log) => new NestLogger(log).error(message, ...rest))).toMatchObject({ level: 'error', context: 'ExceptionsHandler', msg: 'no database' });
    }
    expect(parsed((log) => new NestLogger(log).error('no database', error.stack))).toMatchObject({ stack: expect.stringContaining('logger.spec') });
  });

  it('hides secrets there too (OPS-02)', () => {
    expect(written((log) => new NestLogger(log).warn({ password: SECRET }, 'Context'))).not.toContain(SECRET);
  });
});
