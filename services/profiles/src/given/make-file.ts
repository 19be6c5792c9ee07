import { Inject, Injectable } from '@nestjs/common';
import type { Format, TemplateRefusal } from '@ringfleet/templates';
import { createHash } from 'node:crypto';
import { encryptFor } from '../ciphers/vendor-ciphers.js';
import { Rendering } from '../rendering/rendering.js';
import type { ConfigInputs } from './config-inputs.js';

export interface MadeFile {
  readonly content: Buffer;
  readonly type: string;
  /** Content-Encoding; null: none. */
  readonly coding: ConfigInputs['coding'];
  /** Of the bytes: SHA-256. */
  readonly hash: string;
}

/** Why there is none: the template's refusal, or that nobody knows how the vendor encrypts. */
export type Unmade = { readonly refusal: Pick<TemplateRefusal, 'line'> & { readonly code: TemplateRefusal['code'] | 'cipher_unknown' } };

const TYPES: Readonly<Record<Format, string>> = {
  xml: 'text/xml; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  quoted: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
};
const ENCRYPTED = 'application/octet-stream';

/** Counts the ways in which files were ever made: one more where the same inputs come to other bytes from now on, in templates or ciphers, so that what lies made is made anew. */
export const MAKER = 3;

/** Makes the bytes that a phone gets: the same of the same inputs, always. */
@Injectable()
export class MakeFile {
  constructor(@Inject(Rendering) private readonly rendering: Rendering) {}

  /** @param text of the template that the inputs name */
  async execute(text: string, { template: { format }, context, owner, asciiKey, coding, ...receiver }: ConfigInputs): Promise<MadeFile | Unmade> {
    const rendered = await this.rendering.render(owner, { format, text, context });
    if ('refusal' in rendered) return { refusal: { code: rendered.refusal.code, line: rendered.refusal.line } };
    const plain = Buffer.from(rendered.text);
    const content = asciiKey === null ? plain : encryptFor({ ...receiver, asciiKey, coding }, plain);
    if (!content) return { refusal: { code: 'cipher_unknown', line: null } };
    const type = asciiKey === null || coding ? TYPES[format] : ENCRYPTED;
    return { content, type, coding, hash: createHash('sha256').update(content).digest('base64url') };
  }
}
