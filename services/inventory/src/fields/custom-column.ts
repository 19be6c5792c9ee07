import { isId } from '@ringfleet/kernel';

const PREFIX = 'custom.';

/** How a custom field is called among the columns of rows and lists, and the fields of a request. */
export type CustomColumn = `custom.${string}`;

export const customColumn = (fieldId: string): CustomColumn => `${PREFIX}${fieldId}`;
export const isCustomColumn = (column: string): column is CustomColumn => column.startsWith(PREFIX);
export const fieldIdOf = (column: CustomColumn): string => column.slice(PREFIX.length);

/** Ids of the fields that are named among columns. */
export const fieldIdsIn = (columns: Iterable<string>): string[] => [...columns].filter(isCustomColumn).map(fieldIdOf).filter(isId);
