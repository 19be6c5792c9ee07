import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface CurlAnswer {
  readonly status: number;
  readonly headers: string;
  readonly body: Buffer;
}

export const basic = (login: string): string[] => ['--basic', '-u', login];
export const digest = (login: string): string[] => ['--digest', '-u', login];

/** What curl is answered last: after the challenge, where it signs in. */
export async function curl(url: string, ...options: readonly string[]): Promise<CurlAnswer> {
  const { stdout } = await run('curl', ['-s', '-i', '--path-as-is', ...options, url], { encoding: 'buffer' });
  const last = stdout.subarray(Math.max(stdout.lastIndexOf('HTTP/1.1 '), 0));
  const end = last.indexOf('\r\n\r\n');
  const headers = last.subarray(0, end).toString();
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(headers)?.[1]), headers, body: last.subarray(end + 4) };
}
