// What fast-check makes and shrinks: which rows a file has and how they are written.
import fc from 'fast-check';
import { COLUMN_NAMES } from './reference/words.js';
import { nat, uploaderPlan } from './world-plan.js';

/** The first columns of COLUMN_NAMES: those that every file has. */
export const MANDATORY = 4;

const rowPlan = fc.record({
  /** A new device, one that is there, one that an earlier row said. */
  about: fc.constantFrom(
    'new',
    'new',
    'new',
    'new',
    'there',
    'there, but for one cell',
    'again',
    'again, but for one cell',
    'there, to be removed',
    'again, to be removed',
  ),
  name: nat,
  model: nat,
  mac: nat,
  manager: nat,
  shared: nat,
  customer: nat,
  site: nat,
  profile: nat,
  owned: nat,
  inventoryId: nat,
  description: nat,
  spelling: nat,
  provisioning: nat,
  custom: nat,
  faults: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.array(fc.record({ column: nat, cell: nat }), { minLength: 1, maxLength: 3 }) },
  ),
  gap: fc.constantFrom(1, 1, 1, 2),
});
export type RowPlan = typeof rowPlan extends fc.Arbitrary<infer Plan> ? Plan : never;

export const filePlan = fc.record({
  uploader: uploaderPlan,
  /** Optional columns that the file has, and in which order its columns are. */
  optional: fc.oneof(
    { weight: 3, arbitrary: fc.constant(COLUMN_NAMES.slice(MANDATORY)) },
    { weight: 1, arbitrary: fc.subarray(COLUMN_NAMES.slice(MANDATORY)) },
  ),
  turned: fc.nat(22),
  rows: fc.array(rowPlan, { minLength: 1, maxLength: 12 }),
  /** Rows per chunk, again and again. */
  cuts: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
  /** Every message is delivered twice. */
  twice: fc.boolean(),
});
export type FilePlan = typeof filePlan extends fc.Arbitrary<infer Plan> ? Plan : never;
