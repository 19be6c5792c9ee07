import { sealedCellPurpose, textOf, trimBlanks } from '@ringfleet/kernel';
import { CannotOpen, newSecret, Sealed, type Sealer } from '@ringfleet/secrets';
import { type SecretName, secretPurpose } from '../devices/device-secrets.js';
import type { ImportRow } from './row.js';

/** In characters, as every vendor takes them: an ASCII/AES key of Yealink has just sixteen. */
const LENGTHS: Readonly<Record<SecretName, number>> = { secret: 32, httpUsername: 32, httpPassword: 32, asciiKey: 16 };

/** Secrets of rows and of devices: sealed wherever they rest, and open only where they are judged. */
export class Vault {
  constructor(private readonly sealer: Sealer) {}

  /** The text of a secret cell, '' where it is empty. Throws `CannotOpen` for one that was not sealed for its place. */
  cell(row: ImportRow, name: SecretName, importId: string): string {
    const sealed = textOf(row, name);
    return sealed === '' ? '' : trimBlanks(this.sealer.open(Buffer.from(sealed, 'base64'), sealedCellPurpose(importId, row.row)));
  }

  /** What a request says, as a cell. */
  sealCell(text: string): string {
    return text === '' ? '' : Buffer.from(this.sealer.seal(text, sealedCellPurpose('', 0))).toString('base64');
  }

  seal(deviceId: string, name: SecretName, text: string): Sealed {
    return Sealed.seal(this.sealer, text, secretPurpose(deviceId, name));
  }

  /** Whether the secret of a device is this text; one that cannot be opened any more is none. */
  isText(deviceId: string, name: SecretName, { sealed, text }: { readonly sealed: Sealed | null; readonly text: string }): boolean {
    if (sealed === null) return false;
    try {
      return sealed.open(this.sealer, secretPurpose(deviceId, name)) === text;
    } catch (error) {
      if (error instanceof CannotOpen) return false;
      throw error;
    }
  }

  /** Another secret of the same kind, at random. */
  renewed(deviceId: string, name: SecretName): Sealed {
    return this.seal(deviceId, name, newSecret().slice(0, LENGTHS[name]));
  }
}
