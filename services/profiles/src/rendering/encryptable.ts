import type { Tx } from '@ringfleet/persistence';
import { Sealed, type Sealer } from '@ringfleet/secrets';
import type { TemplateRefusal } from '@ringfleet/templates';
import { encryptFor } from '../ciphers/vendor-ciphers.js';
import type { MaskedPhone } from './load-phone.js';

/** Why a file of a phone is not shown: its phone would not get it. */
export type PreviewRefusal = Omit<TemplateRefusal, 'code'> & { readonly code: TemplateRefusal['code'] | 'cipher_unknown' };

/** Whether it is known how to encrypt for the phone, where its device has an ASCII/AES key (PRV-05); only the system scope may read that. */
export async function isEncryptable(system: Tx, { id, model }: MaskedPhone, sealer: Sealer): Promise<boolean> {
  const [row] = await system.query<{ readonly asciiKey: Uint8Array | null }>('select ascii_key as "asciiKey" from device_secrets where device_id = $1', [id]);
  if (!row?.asciiKey) return true;
  const asciiKey = Sealed.fromStored(row.asciiKey).open(sealer, `device:${id}:asciiKey`);
  return encryptFor({ vendor: model.vendor, model: model.name, asciiKey, place: id, coding: null }, new Uint8Array()) !== undefined;
}

export const NOT_ENCRYPTABLE: PreviewRefusal = {
  code: 'cipher_unknown',
  message: 'Its phone gets nothing: it is not known how this model takes what is encrypted with the ASCII/AES key of the device. Change the key, or clear it.',
  line: null,
  expression: null,
};
