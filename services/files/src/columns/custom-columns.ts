import { Column, type CustomFieldColumn } from '@ringfleet/contracts';
import type { KnownColumn } from './columns.js';
import { headerKey } from '@ringfleet/kernel';
import { knownColumn } from './recognise-columns.js';

/** A column of a custom field (INV-16). */
export interface CustomFileColumn extends KnownColumn {
  readonly field: string;
  readonly choices: readonly string[];
  /** Whether templates have it. */
  readonly isOwn: boolean;
}

/** As inventory says them, each by headers that no column of all devices and no field before it has. */
export function customColumns(fields: readonly CustomFieldColumn[]): CustomFileColumn[] {
  const taken = new Set<string>();
  return fields.flatMap(({ id, headers, choices, isOwn }) => {
    const free = headers.filter((header) => knownColumn(header, 'devices') === undefined && !taken.has(headerKey(header)));
    for (const header of free) taken.add(headerKey(header));
    const [name, ...also] = free;
    return name === undefined ? [] : [{ name, also, kind: 'applied', column: Column.CUSTOM_FIELD, field: id, choices, isOwn }];
  });
}
