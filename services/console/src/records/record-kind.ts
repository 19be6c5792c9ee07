import type { Me, Named } from '../api/me.js';
import type { Scope } from '../frame/scope.js';
import type { Column } from '../list/column.js';

/** A record of the tree, of people or of keys, as its list shows it; what it has beside depends on its kind. */
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
  readonly kind: 'text' | 'secret' | 'switch' | 'choice' | 'record' | 'records';
  /** Choices of a `choice`, as keys of the words below `choice.`. */
  readonly choices?: readonly string[];
  /** Path of the API that lists the records of a `record` or `records`. */
  readonly of?: string;
  readonly required?: boolean;
  /** Said when the record is made, and never again. */
  readonly fixed?: boolean;
  /** Only for whom this holds. */
  readonly shown?: (me: Me, values: Values) => boolean;
}

export type Values = Readonly<Record<string, unknown>>;

export interface RecordKind {
  /** Path of the API, of the view, and key of the preferences. */
  readonly key: 'resellers' | 'customers' | 'sites' | 'accounts' | 'users' | 'service-keys';
  readonly columns: readonly Column<TreeRecord>[];
  readonly fields: readonly Field[];
  /** Filters of the API that a scope stands for. */
  readonly within: (scope: Scope) => Readonly<Record<string, string>>;
  /** Nothing of it can be changed but by the actions of its kind. */
  readonly unchangeable?: boolean;
}

export const titleOf = ({ name, number }: TreeRecord): string => name ?? number ?? '';

/** The name of a record that a field leads to: `{id, name}` or nothing. */
export const nameOf = (value: unknown): string => (typeof value === 'object' && value !== null && 'name' in value ? (value as Named).name : '');
