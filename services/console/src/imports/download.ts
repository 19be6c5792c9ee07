import { call } from '../api/api.js';

const NAME = /filename\*=UTF-8''([^;]+)|filename="?([^";]+)/; // attachment; filename=phones-errors.csv; filename*=UTF-8''t%C3%A9l.csv

/** Fetches a file with the user's token and hands it to the browser to keep. */
export async function download(path: string, name: string): Promise<void> {
  const answer = await call(path);
  const [, encoded, plain] = NAME.exec(answer.headers.get('content-disposition') ?? '') ?? [];
  const url = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = encoded === undefined ? (plain ?? name) : decodeURIComponent(encoded);
  link.click();
  URL.revokeObjectURL(url);
}
