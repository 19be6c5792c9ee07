import { Column } from '@ringfleet/contracts';
import type { KnownColumn } from '../columns/columns.js';

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What a template says beside its headers; import reads it in either language (IMP-02). */
export interface TemplateWords {
  readonly sheet: string;
  readonly instructionsSheet: string;
  readonly listsSheet: string;
  readonly models: string;
  readonly sites: string;
  readonly actions: readonly string[];
  readonly yesOrNo: readonly string[];
  readonly administratorOnly: string;
  /** Of a cell that is not in its list. */
  readonly notInList: string;
  readonly instructions: readonly string[];
}

const EN: TemplateWords = {
  sheet: 'Devices',
  instructionsSheet: 'Instructions',
  listsSheet: 'Lists',
  models: 'Supported device models',
  sites: 'Supported sites',
  actions: ['Add', 'Remove'],
  yesOrNo: ['Y', 'N'],
  administratorOnly: 'Administrator only',
  notInList: 'Choose a value of the list.',
  instructions: [
    'Fill in one row per device on the first sheet, below the header, and upload the file. Columns may stand in any order; do not rename them.',
    'Action: Add or Remove. Remove needs the name alone.',
    'Name: the device ID, up to 64 characters. No two devices have one name.',
    'Device model: vendor and name, as on the sheet Lists.',
    'MAC address: twelve hexadecimal digits, such as 00:14:20:FF:3C:52. Empty for a virtual model only.',
    'Managed by: a reseller, or Administrator only. Empty: your own side.',
    'CPE profile: the name of a profile for this model. Empty: none.',
    'Shared with reseller: Y or N; Y only for devices managed by Administrator only.',
    'Tenant customer name: the customer it is assigned to. Where several are called so: Reseller / Customer, or the ID of the customer. Empty: nobody.',
    'Inventory ID: its key in your warehouse system. Description: up to 255 characters.',
    'Site: a site of that customer, as on the sheet Lists. Customer-owned: Y or N.',
    'Each row is applied by itself: a row with a mistake is listed with its reasons and keeps no other from being applied.',
  ],
};

const FR: TemplateWords = {
  sheet: 'Appareils',
  instructionsSheet: 'Mode d’emploi',
  listsSheet: 'Listes',
  models: 'Modèles d’appareil pris en charge',
  sites: 'Sites pris en charge',
  actions: ['Ajouter', 'Retirer'],
  yesOrNo: ['O', 'N'],
  administratorOnly: 'Administrateur uniquement',
  notInList: 'Choisissez une valeur de la liste.',
  instructions: [
    'Remplissez une ligne par appareil sur la première feuille, sous l’en-tête, puis téléversez le fichier. L’ordre des colonnes est libre ; ne les renommez pas.',
    'Action : Ajouter ou Retirer. Pour retirer, le nom suffit.',
    'Nom : l’identifiant de l’appareil, 64 caractères au plus. Deux appareils ne portent jamais le même nom.',
    'Modèle d’appareil : marque et nom, comme sur la feuille Listes.',
    'Adresse MAC : douze chiffres hexadécimaux, par exemple 00:14:20:FF:3C:52. Vide pour un modèle virtuel seulement.',
    'Géré par : un revendeur, ou Administrateur uniquement. Vide : vous-même.',
    'Profil CPE : le nom d’un profil pour ce modèle. Vide : aucun.',
    'Partagé avec le revendeur : O ou N ; O seulement pour les appareils gérés par Administrateur uniquement.',
    'Nom du client : le client auquel il est attribué. Si plusieurs portent ce nom : Revendeur / Client, ou l’identifiant du client. Vide : personne.',
    'ID d’inventaire : sa clé dans votre système d’entrepôt. Description : 255 caractères au plus.',
    'Site : un site de ce client, comme sur la feuille Listes. Appartient au client : O ou N.',
    'Chaque ligne est appliquée pour elle-même : une ligne fautive est signalée avec ses motifs et n’empêche aucune autre.',
  ],
};

export const WORDS: Readonly<Record<Language, TemplateWords>> = { en: EN, fr: FR };

/** The header of a column; of the other headers it is known by, the first is French. */
export const headerOf = ({ name, also }: KnownColumn, language: Language): string => (language === 'fr' && also[0] !== undefined ? also[0] : name);

/** What a cell of a column is chosen from, if not from models or sites. */
export function choicesOf(column: Column | undefined, words: TemplateWords): readonly string[] | undefined {
  if (column === Column.ACTION) return words.actions;
  return column === Column.SHARED_WITH_RESELLER || column === Column.CUSTOMER_OWNED ? words.yesOrNo : undefined;
}
