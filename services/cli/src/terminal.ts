import type { Writable } from 'node:stream';

/** What a command knows of the place it is run in. */
export interface Terminal {
  readonly out: Writable & { readonly isTTY?: boolean };
  readonly err: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the operator stands: names of files start here. */
  readonly folder: string;
  /** Where Ringfleet is checked out: the default home is in it. */
  readonly checkout: string;
  /** Aborted by Ctrl-C. */
  readonly interrupted: AbortSignal;
}

/** Writes lines. What came out of a file or another system may hold control characters, which could make a terminal show or do something else: they are left out. */
export const say = ({ out }: Terminal, ...lines: readonly string[]): void => void out.write(lines.map((line) => `${line.replace(CONTROL, '')}\n`).join(''));
const CONTROL = /(?!\n)\p{Cc}/gu; // '\u001b[2J'

/** How a command ended, for scripts. */
export const EXIT = { allApplied: 0, someRejected: 1, failed: 2, interrupted: 130 } as const;

/** Why a command cannot go on, in words that say what to do. */
export class CannotGoOn extends Error {
  override readonly name = 'CannotGoOn';
  constructor(
    message: string,
    readonly exitCode: number = EXIT.failed,
  ) {
    super(message);
  }
}

/** How the operator calls this program. */
export const COMMAND = 'npm run ringfleet --';
