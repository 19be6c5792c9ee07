import type { CustomField } from '../fields/custom-field.js';
import type { DeviceColumn } from './device-columns.js';

/** One step of an order: by which SQL expression, in which direction. */
export interface Sort {
  readonly expression: string;
  readonly descending: boolean;
  /** Absent for the record id. */
  readonly column?: DeviceColumn | undefined;
  readonly custom?: CustomSort | undefined;
}

/** How devices are sorted by a custom field: those without a value behind the others, in both directions, so that each of the two is walked along an index. */
export interface CustomSort {
  readonly field: CustomField;
  /** In `value`, of its view. */
  readonly value: string;
  /** Joins the values to devices `d`; inner where only those that have one are wanted. Nothing for a past moment. */
  readonly join: (kind: 'join' | 'left join') => string;
  /** Conditions under which the index on values is one on this field. */
  readonly indexed: string;
}
