import type { Starter } from '@ringfleet/kernel';

/** What is done to every selected device: all of it or none (INV-12). */
export type BatchChange =
  | { readonly delete: true }
  | {
      readonly delete?: false | undefined;
      /** A customer's id; null: nobody's. */
      readonly assignTo?: string | null | undefined;
      readonly customerOwned?: boolean | undefined;
      /** The CPE profile by the device's model. */
      readonly profiles?: Readonly<Record<string, string>> | undefined;
    };

/** As stored; a batch that does not get on just now is shown as stalled. */
export type BatchState = 'accepted' | 'running' | 'completed' | 'cancelled';
export const isOver = (state: BatchState): boolean => state === 'completed' || state === 'cancelled';

export const BATCH_OUTCOMES = ['applied', 'unchanged', 'refused'] as const;
export type BatchOutcome = (typeof BATCH_OUTCOMES)[number];

/** A row of the table `device_batches`, in the names of its columns. */
export interface BatchRecord extends Starter {
  readonly id: string;
  readonly state: BatchState;
  readonly stalled: string | null;
  readonly problem_code: string | null;
  readonly problem: string | null;
  /** null where devices were named one by one. */
  readonly filter: Readonly<Record<string, string>> | null;
  /** Every device is managed by it: a reseller's id, or `administrator`; null: by anybody. */
  readonly managed_by: string | null;
  readonly change: BatchChange;
  readonly devices: number;
  readonly chunks: number;
  readonly applied: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
}

export const BATCH_FIELDS = `id, state, stalled, problem_code, problem, by_id, by_name, by_role, reseller_id, customer_id, filter, managed_by, change,
  devices, chunks, applied, unchanged, refused, created_at, started_at, finished_at`;
