import type { ReactNode } from 'react';
import type { Me, Named } from '../api/me.js';
import type { Scope } from '../frame/scope.js';
import type { Column } from '../list/column.js';

/** A record as the API shows it; what it has beside depends on its kind. */
export interface TreeRecord {
  readonly id: string;
  readonly version: number;
  readonly name?: string;
  readonly number?: string;
  readonly [field: string]: unknown;
}

/** How a field of the form is asked for. */
export interface Field {
  readonly name: string;
  readonly kind: 'text' | 'texts' | 'lines' | 'figure' | 'secret' | 'switch' | 'choice' | 'record' | 'records' | 'number' | 'date' | 'option';
  /** Choices of a `choice` that one has, as keys of the words below `choice.`. */
  readonly choices?: (me: Me) => readonly string[];
  /** What it is called, where that is no word of the console's own. */
  readonly title?: string;
  /** What one of an `option` is chosen from. */
  readonly options?: readonly string[];
  /** `texts` that have blanks. */
  readonly whole?: boolean;
  /** How one of `texts` is kept, however it is typed. */
  readonly spelled?: (typed: string) => string;
  /** Its value in a record, where that is not the field of its name. */
  readonly from?: (record: TreeRecord) => unknown;
  /** Path of the API that lists the records of a `record` or `records`. */
  readonly of?: string;
  /** Which of them fit what else is in the form: a filter of the API, or the ids that another record of the form lists. */
  readonly within?: (values: Values) => Readonly<Record<string, string | undefined>>;
  /** What the API has no filter for. */
  readonly fits?: (record: TreeRecord, values: Values, me: Me) => boolean;
  readonly listedBy?: { readonly field: string; readonly of: string; readonly ids: string };
  /** How its value is sent, where that is not as it is. */
  readonly sent?: (value: unknown) => unknown;
  readonly required?: boolean;
  /** Said when the record is made, and never again. */
  readonly fixed?: boolean;
  /** Heading of a new part of the form, as a key of the words. */
  readonly section?: string;
  /** What an empty `record` means, as a key of the words. */
  readonly none?: string;
  /** Only for whom this holds. */
  readonly shown?: (me: Me, values: Values, record: TreeRecord | undefined) => boolean;
}

export type Values = Readonly<Record<string, unknown>>;

export interface RecordKind {
  /** Path of the API, of the view, and key of the preferences. */
  readonly key: string;
  /** Where the words of its fields are: `record.name`, `device.name`. */
  readonly words: 'record' | 'device' | 'model' | 'profile';
  readonly fields: readonly Field[];
  /** Nothing of it can be changed but by the actions of its kind. */
  readonly unchangeable?: boolean;
  /** Its form does not delete it; where anything does, it first shows what refers to it. */
  readonly lasting?: boolean;
  /** Below its form, for whoever sees the record. */
  readonly below?: (record: TreeRecord) => ReactNode;
  /** A refusal to delete that one may go past, and how that is said. */
  readonly deleteAnyway?: { readonly code: string; readonly query: string };
  /** The API says what would be refused of what is typed: `POST <key>/check`, `<key>/<id>/check`. */
  readonly checks?: boolean;
  /** The API says who changed what: `GET <key>/<id>/history`. */
  readonly keepsHistory?: boolean;
  /** One after the other is made often: what of the last one the next begins with. */
  readonly another?: readonly string[];
}

/** A kind that has a list of its own. */
export interface ListedKind extends RecordKind {
  readonly columns: readonly Column<TreeRecord>[];
  /** Who adds, changes and deletes (DIR-02a); the service decides each request itself. */
  readonly mayChange: (me: Me) => boolean;
  /** Filters of the API that a scope stands for. */
  readonly within: (scope: Scope) => Readonly<Record<string, string>>;
}

export const titleOf = ({ name, number }: TreeRecord): string => name ?? number ?? '';

/** The name of a record that a field leads to: `{id, name}` or nothing. */
export const nameOf = (value: unknown): string => (typeof value === 'object' && value !== null && 'name' in value ? (value as Named).name : '');

/** "North Telecom / Alpine Dental" where the name alone may be another's. */
export const labelOf = (record: TreeRecord): string => [nameOf(record['reseller']) || nameOf(record['customer']), titleOf(record)].filter(Boolean).join(' / ');

/** What to search for where a label was typed: the service knows the name alone. */
export const nameIn = (label: string): string => label.split(' / ').at(-1) ?? '';
