import { cellOf, codePoints, hasControlCharacters, reason, shorten, textOf, yesOrNo } from '@ringfleet/kernel';
import { MAX_FILE_NAME, MAX_SECRET } from '../devices/device.js';
import { type DeviceSecrets, NO_SECRETS, SECRET_NAMES, type SecretName } from '../devices/device-secrets.js';
import { CannotOpen } from '@ringfleet/secrets';
import { COLUMNS, type ImportRow, type Reason } from './row.js';
import type { Vault } from './vault.js';

/** The secrets that a row gives, by name, and what speaks against them; the reasons repeat none (IMP-02). */
export interface GivenSecrets {
  readonly texts: ReadonlyMap<SecretName, string>;
  readonly reasons: readonly Reason[];
}

const NONE: GivenSecrets = { texts: new Map(), reasons: [] };
const isGiven = (row: ImportRow, name: SecretName): boolean => textOf(row, name) !== '';

/** PRV-03. */
export function judgeSecrets(row: ImportRow, importId: string, vault: Vault): GivenSecrets {
  const given = SECRET_NAMES.filter((name) => isGiven(row, name));
  if (given.length === 0) return NONE;
  try {
    const texts = new Map(given.map((name) => [name, vault.cell(row, name, importId)]));
    return { texts, reasons: given.flatMap((name) => faults(row, name, texts.get(name) ?? '')) };
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error;
    const message = 'The secrets of the row cannot be read any more; import the file again.';
    return { texts: new Map(), reasons: given.map((column) => ({ column, code: 'could_not_apply', message, value: '' })) };
  }
}

function faults(row: ImportRow, column: SecretName, text: string): Reason[] {
  const refuse = (code: string, message: string): Reason[] => [{ column, code, message, value: '' }];
  const title = COLUMNS[column];
  if (cellOf(row, column).inexact)
    return refuse('bad_name', `${title}: the cell is a number that cannot be read digit for digit; format it as text and write it again.`);
  if (codePoints(text) > MAX_SECRET) return refuse('value_too_long', `${title} has ${codePoints(text)} characters; ${MAX_SECRET} are allowed.`);
  if (hasControlCharacters(text) || !text.isWellFormed()) return refuse('bad_name', `${title} holds a control character, such as a line break; remove it.`);
  // RFC 7617: where a phone signs in, the password begins behind the first one.
  if (column === 'httpUsername' && text.includes(':')) return refuse('bad_name', `${title} holds a colon, with which no phone can sign in; remove it.`);
  return [];
}

/** The secrets of a device of this id; undefined where it has none. */
export function sealSecrets(deviceId: string, texts: GivenSecrets['texts'], vault: Vault): DeviceSecrets | undefined {
  if (texts.size === 0) return undefined;
  return { ...NO_SECRETS, ...Object.fromEntries([...texts].map(([name, text]) => [name, vault.seal(deviceId, name, text)])) };
}

/** Whether each secret that a row gives is the device's already; an empty cell says nothing (IMP-05). */
export function saysSecrets(row: ImportRow, importId: string, { id, secrets, vault }: { id: string; secrets: DeviceSecrets; vault: Vault }): boolean {
  return SECRET_NAMES.filter((name) => isGiven(row, name)).every((name) => {
    if (cellOf(row, name).inexact) return false;
    try {
      return vault.isText(id, name, { sealed: secrets[name], text: vault.cell(row, name, importId) });
    } catch (error) {
      if (error instanceof CannotOpen) return false;
      throw error;
    }
  });
}

const FILE_NAME = /^(?!.*\.\.)\w[\w.-]*$/; // 0004f2aabbcc-sip.cfg

/** One segment of an address, so that it leads nowhere else. */
export function judgeFileName(row: ImportRow): Reason[] {
  const { text, inexact } = cellOf(row, 'fileName');
  if (text === '') return [];
  if (codePoints(text) > MAX_FILE_NAME)
    return [reason(row, 'fileName', 'value_too_long', `The file name has ${codePoints(text)} characters; ${MAX_FILE_NAME} are allowed.`)];
  return inexact || !FILE_NAME.test(text)
    ? [
        reason(
          row,
          'fileName',
          'bad_name',
          `${shorten(text)} is no file name; write letters, digits, underscores, hyphens and points, neither of the last two first, nor two points together.`,
        ),
      ]
    : [];
}

export function judgeFlag(row: ImportRow, column: 'acceptData' | 'virtual'): { readonly value: boolean; readonly reasons: Reason[] } {
  const text = textOf(row, column);
  const value = yesOrNo(text);
  if (value !== undefined) return { value, reasons: [] };
  return { value: false, reasons: [reason(row, column, 'bad_yes_no', `${shorten(text)} is neither yes nor no; write Y or N.`)] };
}
