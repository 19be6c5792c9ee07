import { Column } from '@ringfleet/contracts';
import type { ImportKind } from '../imports/import-kind.js';

/**
 * What becomes of a column of the file:
 * - `applied`: the service whose rows they are applies it
 * - `sealed`: so too, and its cells are encrypted on their way
 * - `secret`: its cells never leave the scan; listed as ignored where filled
 * - `passed over`: of an export, an error list or a template; nobody misses it
 */
export type ColumnKind = 'applied' | 'sealed' | 'secret' | 'passed over';

export interface KnownColumn {
  /** As templates, exports and reasons write it. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** Other headers under which it is found, French first. */
  readonly also: readonly string[];
  readonly column?: Column;
  /** The id of the custom field that it is. */
  readonly field?: string;
  readonly mandatory?: true;
  /** The last three of an error list (IMP-08), which the next error list writes anew. */
  readonly ofErrorList?: true;
}

const applied = (column: Column, name: string, ...also: string[]): KnownColumn => ({ name, kind: 'applied', also, column });
const mandatory = (column: Column, name: string, ...also: string[]): KnownColumn => ({ ...applied(column, name, ...also), mandatory: true });
const sealed = (column: Column, name: string, ...also: string[]): KnownColumn => ({ name, kind: 'sealed', also, column });
const secret = (name: string, ...also: string[]): KnownColumn => ({ name, kind: 'secret', also });
const passedOver = (name: string, ...also: string[]): KnownColumn => ({ name, kind: 'passed over', also });
const ofErrorList = (name: string): KnownColumn => ({ ...passedOver(name), ofErrorList: true });

const ERROR_LIST: readonly KnownColumn[] = ['Row', 'Rejected columns', 'Reasons'].map(ofErrorList);

/** IMP-02. */
const OF_DEVICES: readonly KnownColumn[] = [
  mandatory(Column.ACTION, 'Action'),
  mandatory(Column.NAME, 'Name', 'Nom', 'Device ID'),
  mandatory(Column.DEVICE_MODEL, 'Device model', "Modèle d'appareil"),
  mandatory(Column.MAC_ADDRESS, 'MAC address', 'Adresse MAC'),
  applied(Column.MANAGED_BY, 'Managed by', 'Géré par'),
  applied(Column.CPE_PROFILE, 'CPE profile', 'Profil CPE'),
  applied(Column.SHARED_WITH_RESELLER, 'Shared with reseller', 'Partagé avec le revendeur'),
  applied(Column.TENANT_CUSTOMER_NAME, 'Tenant customer name', 'Nom du client', 'Assigned to'),
  applied(Column.INVENTORY_ID, 'Inventory ID', "ID d'inventaire"),
  applied(Column.DESCRIPTION, 'Description'),
  applied(Column.SITE, 'Site'),
  applied(Column.CUSTOMER_OWNED, 'Customer-owned', 'Appartient au client', 'Customer owned'),

  sealed(Column.ASCII_AES_KEY, 'ASCII/AES key', 'Clé ASCII/AES', 'ASCII key', 'AES key'),
  sealed(Column.SECRET, 'Secret', "Secret de l'appareil", 'Device secret'),
  sealed(Column.HTTP_USERNAME, 'HTTP username', "Nom d'utilisateur HTTP", 'HTTP(S) username', 'HTTP user name', 'HTTP/S username', 'Identifiant HTTP/S'),
  sealed(Column.HTTP_PASSWORD, 'HTTP password', 'Mot de passe HTTP', 'HTTP(S) password', 'HTTP/S password', 'Mot de passe HTTP/S'),
  applied(Column.FILE_NAME, 'File name', 'Nom de fichier', 'Optional file name', 'Nom de fichier facultatif'),
  applied(Column.ACCEPT_DATA_FROM_PHONE, 'Accept data from phone', 'Accepter les données du téléphone'),
  applied(Column.VIRTUAL_PHONE_PROVISIONING, 'Virtual phone provisioning', 'Téléphone virtuel', 'Approvisionnement de téléphone virtuel'),

  secret('HTTPS username', 'HTTPS user name'),
  secret('HTTPS password'),
  secret('Password', 'Mot de passe', 'SIP password'),

  ...['Total ports', 'Free ports', 'Extensions', 'Status', 'State', 'Created', 'Changed', 'MAC plain', 'Autoprovisioning URL'].map((name) => passedOver(name)),
  passedOver('Supported device models', "Modèles d'appareil pris en charge"),
  passedOver('Supported sites', 'Sites pris en charge'),
  ...ERROR_LIST,
];

/** DIR-11: a column means something for some types of rows; for the others it is empty. */
const OF_TREE: readonly KnownColumn[] = [
  mandatory(Column.ACTION, 'Action'),
  mandatory(Column.TYPE, 'Type'),
  mandatory(Column.NAME, 'Name', 'Nom', 'Number', 'Numéro'),
  applied(Column.RESELLER, 'Reseller', 'Revendeur', 'Managed by', 'Géré par'),
  applied(Column.TENANT_CUSTOMER_NAME, 'Customer', 'Client', 'Tenant customer name', 'Nom du client'),
  applied(Column.SITE, 'Site'),
  applied(Column.PROVISION_DEVICES, 'Provision devices', 'Gestion des appareils'),
  applied(Column.LINE_STATES_REPORT, 'Line-states report', 'Rapport des lignes', 'Line states report'),
  applied(Column.APPROVED_MODELS, 'Approved models', 'Modèles approuvés', 'Approved device models'),
  applied(Column.EXTENSION, 'Extension', 'Poste'),
  applied(Column.DISPLAY_NAME, 'Display name', 'Nom affiché'),
  applied(Column.SIP_USERNAME, 'SIP username', 'Identifiant SIP', 'SIP user name'),
  sealed(Column.SIP_PASSWORD, 'SIP password', 'Mot de passe SIP', 'Password', 'Mot de passe'),
  applied(Column.ACCOUNT_KIND, 'Account kind', 'Genre de compte', 'Kind'),

  ...['State', 'Status', 'Created', 'Changed'].map((name) => passedOver(name)),
  ...ERROR_LIST,
];

/** Every column that import knows, by what is imported; the applied ones in the order of templates and exports. */
export const KNOWN_COLUMNS: Readonly<Record<ImportKind, readonly KnownColumn[]>> = { devices: OF_DEVICES, tree: OF_TREE };

/** What reasons call a column of a file; null for one that is not applied. */
export const columnName = (column: Column | undefined, kind: ImportKind): string | null =>
  column === undefined ? null : (KNOWN_COLUMNS[kind].find((known) => known.column === column)?.name ?? null);
