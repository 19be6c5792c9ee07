import { badCursor, type Caller } from '@ringfleet/kernel';
import { CannotOpen, type Sealer } from '@ringfleet/secrets';

/** Where a page of the list ended: the sort values of its last device. Sealed, so that it serves whom it was given to and for the question it was given for alone. */
export class DeviceCursor {
  constructor(private readonly sealer: Sealer) {}

  seal(caller: Caller, question: unknown, values: readonly unknown[]): string {
    return Buffer.from(this.sealer.seal(JSON.stringify(values), purposeOf(caller, question))).toString('base64url');
  }

  /** Throws `Refused` 400 `bad_cursor` for one that was not sealed for this caller and question. */
  open(caller: Caller, question: unknown, cursor: string): readonly unknown[] {
    try {
      const values: unknown = JSON.parse(this.sealer.open(Buffer.from(cursor, 'base64url'), purposeOf(caller, question)));
      if (Array.isArray(values)) return values;
    } catch (error) {
      if (!(error instanceof CannotOpen)) throw error;
    }
    throw badCursor();
  }
}

const purposeOf = ({ scope }: Caller, question: unknown): string => `place in the device list ${JSON.stringify([scope, question])}`;
