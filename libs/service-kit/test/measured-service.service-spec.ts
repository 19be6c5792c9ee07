// Real: a service with a route or two, PostgreSQL, HTTP; metrics as Prometheus reads them.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Param, Res } from '@nestjs/common';
import { Migration } from '@mikro-orm/migrations';
import { Public } from '@ringfleet/access';
import { readMetrics, traceparentOf } from '@ringfleet/observability';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import type { Response } from 'express';
import { EventStream } from '../src/event-stream.js';
import { Refused } from '@ringfleet/kernel';
import { answerFailure, answerJson, type AnsweredFirst, commonTables, type Ports, PORTS, type ServiceCard } from '../src/index.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

@Controller('api/v1/things')
@Public()
class Things {
  @Get('trace')
  trace(): { readonly traceparent: string | undefined } {
    return { traceparent: traceparentOf() };
  }

  @Get('stream')
  stream(@Res() response: Response): void {
    new EventStream(response, () => undefined, { longestMs: 60_000 }).close();
  }

  @Get(':id')
  one(@Param('id') id: string): { readonly id: string } {
    if (id === 'broken') throw new Error('no such luck');
    return { id };
  }
}

@Module({ controllers: [Things] })
class ThingsModule {}

class Things0001 extends Migration {
  override up(): void {
    this.addSql(commonTables());
  }
}

/** Answers what is asked of /first; the rest is Nest's. */
const first: ServiceCard['answersFirst'] = (app): AnsweredFirst => {
  const { log } = app.get<Ports>(PORTS);
  return (request, response) => {
    const { method = '', url: path = '' } = request;
    if (!path.startsWith('/api/v1/things/first/')) return undefined;
    if (path.endsWith('/answer')) answerJson(response, 200, { path });
    else
      answerFailure(response, path.endsWith('/refuse') ? new Refused(429, 'busy', 'Wait.', { retryAfterSeconds: 7 }) : new Error('no luck'), {
        log,
        method,
        path,
      });
    return '/api/v1/things/first/:what';
  };
};

const card: ServiceCard = {
  name: 'files',
  module: ThingsModule,
  entities: [],
  migrations: [{ name: '0001', class: Things0001 }],
  says: [],
  hears: [],
  paths: ['/api/v1/things'],
  answersFirst: first,
};

let service: TestService;
beforeAll(async () => {
  service = await startTestService(card, { logLevel: 'fatal' });
  await service.running().ready();
});
afterAll(() => service.stop());

const get = async (path: string): Promise<number> => (await service.request(path, { as: null })).status;

/** Lines of the page that hold all of these. */
async function lines(...parts: readonly string[]): Promise<string[]> {
  const { text } = await readMetrics();
  return text.split('\n').filter((line) => parts.every((part) => line.includes(part)));
}

describe('requests', () => {
  it('are counted by the template of their route, their method and their status', async () => {
    expect([await get('/api/v1/things/1'), await get('/api/v1/things/2'), await get('/api/v1/things/broken')]).toEqual([200, 200, 500]);
    expect(await lines('ringfleet_http_requests_total', 'things/:id"')).toEqual([
      'ringfleet_http_requests_total{service="files",method="GET",route="/api/v1/things/:id",status="200"} 2',
      'ringfleet_http_requests_total{service="files",method="GET",route="/api/v1/things/:id",status="500"} 1',
    ]);
    expect(await lines('ringfleet_http_request_seconds_count', 'things/:id"')).toEqual([
      'ringfleet_http_request_seconds_count{service="files",method="GET",route="/api/v1/things/:id"} 3',
    ]);
  });

  it('to what is not there make one series, whatever their paths', async () => {
    for (const path of ['/api/v1/things/1/parts', '/api/v1/things/2/parts/3', '/elsewhere', '/api/v2']) expect(await get(path)).toBe(404);
    expect(await lines('ringfleet_http_requests_total', 'status="404"')).toEqual([
      'ringfleet_http_requests_total{service="files",method="GET",route="/api/v1/things/*",status="404"} 2',
      'ringfleet_http_requests_total{service="files",method="GET",route="other",status="404"} 2',
    ]);
  });

  it('that are answered before Nest are counted as the others, and refused as the others', async () => {
    const answers = [];
    for (const what of ['answer', 'refuse', 'break'])
      answers.push(await service.request<Record<string, unknown>>(`/api/v1/things/first/${what}`, { as: null }));
    expect(answers.map(({ status, body, headers }) => [status, body['code'], headers.get('retry-after'), headers.get('content-type')])).toEqual([
      [200, undefined, null, 'application/json'],
      [429, 'busy', '7', 'application/problem+json; charset=utf-8'],
      [500, 'internal_error', null, 'application/problem+json; charset=utf-8'],
    ]);
    expect(answers[2]?.body['detail']).toContain(String(answers[2]?.body['incident']));
    expect(await lines('ringfleet_http_requests_total', 'things/first/:what')).toHaveLength(3);
  });

  it('that are streams of events are counted and not timed', async () => {
    expect(await get('/api/v1/things/stream')).toBe(200);
    expect(await lines('ringfleet_http_requests_total', 'things/stream')).toHaveLength(1);
    expect(await lines('ringfleet_http_request_seconds', 'things/stream')).toEqual([]);
  });

  it('are answered without a word of what serves them', async () => {
    const { headers } = await service.request('/api/v1/things/1', { as: null });
    expect([headers.get('x-powered-by'), headers.get('server'), headers.get('cache-control')]).toEqual([null, null, 'no-store']);
  });

  it('go on the trace of their caller, and begin one where there is none', async () => {
    const traced = async (traceparent?: string): Promise<string | undefined> => {
      const headers: Record<string, string> = traceparent === undefined ? {} : { traceparent };
      const { body } = await service.request<{ traceparent?: string }>('/api/v1/things/trace', { as: null, headers });
      return body.traceparent;
    };
    expect(await traced(`00-${TRACE}-00f067aa0ba902b7-01`)).toContain(TRACE);
    expect(await traced()).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(await traced('nonsense')).not.toBe(await traced('nonsense'));
  });
});

// Last: the service has no database after it.
describe('a service', () => {
  it('tells that it is ready, and within two seconds that it is not any more', async () => {
    expect(await lines('ringfleet_ready')).toContain('ringfleet_ready{service="files"} 1');
    expect(await lines('ringfleet_database_connections', 'state="most"')).toEqual(['ringfleet_database_connections{service="files",state="most"} 16']);
    expect(await lines('ringfleet_outbox_records{')).toEqual(['ringfleet_outbox_records{service="files"} 0']);
    await service.database.drop();
    const asked = performance.now();
    expect(await lines('ringfleet_ready')).toContain('ringfleet_ready{service="files"} 0');
    expect(await lines('ringfleet_outbox_records{')).toEqual([]);
    expect(performance.now() - asked).toBeLessThan(5_000);
  });

  it('tells nothing more once it was stopped', async () => {
    await service.running().stop();
    expect((await lines('service="files"')).filter((line) => /^ringfleet_(ready|outbox|database)/.test(line))).toEqual([]);
  });
});
