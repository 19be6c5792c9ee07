// Real: the French words and i18next, as the page has them.
import { beforeAll, describe, expect, it } from '@jest/globals';
import i18next from 'i18next';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldWords, refusalWords } from './refusal-words.js';

const read = (name: string): object => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as object;
const PLACE = 'T54 standard, Yealink SIP-T54W, 0 of 2 lines';

beforeAll(async () => {
  const translation = { ...read('fr.json'), refusal: read('refusals.fr.json'), sentences: read('sentences.fr.json') };
  await i18next.init({ lng: 'fr', resources: { fr: { translation } }, interpolation: { escapeValue: false } });
});

describe('what a service refuses for, in French', () => {
  it.each([
    ['bad_template', 'undefined filter: shout', 'Le filtre shout n’existe pas.'],
    // With the place that it is about: a profile that was tried on a made-up phone, and on a device.
    [
      'bad_template',
      `${PLACE} – line 3, {{ device.name | shout: ': ' }}: undefined filter: shout`,
      "T54 standard, Yealink SIP-T54W, 0 sur 2 lignes – Ligne 3, {{ device.name | shout: ': ' }} : Le filtre shout n’existe pas.",
    ],
    [
      'bad_data',
      'T54 standard, device Reception (Yealink SIP-T54W), 1 of 2 lines: A value has half a character.',
      'T54 standard, appareil Reception (Yealink SIP-T54W), 1 sur 2 lignes : Une valeur contient la moitié d’un caractère.',
    ],
    // In no words of ours: what the code means, and what was said.
    ['bad_template', `${PLACE} – line 3: something new`, `Le gabarit contient une erreur. (${PLACE} – line 3: something new)`],
    ['bad_template', 'something new', 'Le gabarit contient une erreur.'],
  ])('%s: %s', (code, message, words) => {
    expect(refusalWords({ code, message })).toBe(words);
  });
});

describe('what a service refuses a field for', () => {
  it.each([
    ['value_too_long', 'name', 'name is longer than 64 characters', 'ID d’appareil', 'ID d’appareil : 64 caractères au plus.'],
    ['max_length', 'inventoryId', 'inventoryId must be shorter than or equal to 64 characters', 'ID d’inventaire', 'ID d’inventaire : 64 caractères au plus.'],
    ['something_new', 'line.accountId', 'accountId is wrong', 'Compte', 'Compte is wrong'],
    ['something_new', 'prefixes', 'each value in prefixes is wrong', 'Préfixes', 'each value in Préfixes is wrong'],
    ['something_new', 'name', 'The name is wrong', 'Nom', 'The name is wrong'],
  ])('calls it as the form does: %s of %s', (code, field, message, label, words) => {
    expect(fieldWords({ code, field, message }, label)).toBe(words);
  });
});
