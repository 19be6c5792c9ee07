// The same said otherwise: case, blanks, composed and decomposed letters, languages, spellings of a MAC address.
import { choose } from './world-plan.js';

const SPELLINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => `\u00a0 ${text}\t`,
  (text) => text.normalize('NFD'),
  (text) => `${text.toLowerCase()}\u202f\n`,
];

export const spell = (text: string, spelling: number): string => choose(SPELLINGS, spelling)(text);

export const spellAction = (remove: boolean, spelling: number): string =>
  spell(choose(remove ? ['Remove', 'Retirer'] : ['Add', 'Ajouter'], spelling >> 2), spelling);

export const spellYesNo = (yes: boolean, spelling: number): string =>
  spell(choose(yes ? ['Y', 'Yes', 'O', 'Oui', 'TRUE'] : ['', 'N', 'No', 'Non', 'FALSE'], spelling >> 1), spelling);

/** @param mac 00:14:20:FF:3C:52 or nothing */
export function spellMac(mac: string | null, spelling: number): string {
  if (mac === null) return choose(['', ' \u00a0'], spelling);
  const digits = mac.replaceAll(':', '');
  return choose(
    [
      mac,
      mac.toLowerCase(),
      mac.replaceAll(':', '-'),
      digits,
      ` ${digits.toLowerCase()}\u00a0`,
      `${digits.slice(0, 4)}.${digits.slice(4, 8)}.${digits.slice(8)}`,
    ],
    spelling,
  );
}
