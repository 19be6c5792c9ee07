import type { Api } from '../../support/api.js';
import { command } from '../../stack/command.mjs';
import type { Fault, Scene } from './fault.js';

const PATHS = ['me', 'customers?limit=5', 'models', 'profiles', 'devices?limit=5', 'imports?limit=5', 'notifications?limit=5', 'operations?limit=5'];
const TWO_OF_EACH = 'directory=2,inventory=2,profiles=2,files=2,notifications=2,device-control=2';

/** Every process is ended by SIGTERM and started again, one after the other, while a client asks every service without a pause. */
export const rollingRestart: Fault = {
  name: 'rolling restart of all services',
  red: ['device-control', 'directory', 'files', 'inventory', 'notifications', 'profiles'],
  prepare: async () => void (await command('up', '--instances', TWO_OF_EACH)),
  async strike({ imported, api }) {
    expect(await imported.reaches(0.02)).toBe(true);
    const visits = new Visits(api);
    await command('restart').finally(() => visits.stop());
    const { answers, others } = await visits.ended;
    expect(others).toEqual([]);
    return `12 processes; ${answers} answers, all 2xx`;
  },
};

class Visits {
  private stopped = false;
  private answers = 0;
  private readonly others: string[] = [];
  readonly ended: Promise<{ readonly answers: number; readonly others: readonly string[] }>;

  constructor(private readonly api: Scene['api']) {
    this.ended = this.visit();
  }

  stop(): void {
    this.stopped = true;
  }

  private async visit(): Promise<{ readonly answers: number; readonly others: readonly string[] }> {
    for (let n = 0; !this.stopped; n++) {
      await this.ask(this.api, `/api/v1/${PATHS[n % PATHS.length]}`);
      if (n % PATHS.length === 0) await this.upload(n);
    }
    return { answers: this.answers, others: this.others };
  }

  private async ask(api: Api, path: string): Promise<void> {
    await this.note(path, () => api.request(path));
  }

  private async upload(n: number): Promise<void> {
    const sheet = `Action,Name,Device model,MAC address\nAdd,visit-${n},Nokia 3310,\n`;
    await this.note('upload', () => this.api.upload(sheet, { key: `visit-${n}` }));
  }

  private async note(what: string, ask: () => Promise<{ readonly status: number; readonly text: string }>): Promise<void> {
    const at = new Date().toISOString();
    try {
      const { status, text } = await ask();
      this.answers++;
      if (status < 200 || status > 299) this.others.push(`${at} ${what}: ${status} ${text}`);
    } catch (error) {
      this.others.push(`${at} ${what}: ${String(error)} ${String((error as Error).cause)}`);
    }
  }
}
