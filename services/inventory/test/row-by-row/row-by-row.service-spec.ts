// Real: the service with its PostgreSQL, its event log and its outbox; it hears of tenants, profiles and rows as in production. What it does is compared with `reference/`: product.md
// written down as one slow transaction per row, on a second database with the same schema. Where product.md leaves a choice: deploy/docs/decisions/import-readings.md.
import { inventory } from '@ringfleet/inventory';
import { Database } from '@ringfleet/persistence';
import { createTestDatabase, type TestDatabase } from '@ringfleet/testing';
import fc from 'fast-check';
import { Client } from 'pg';
import { UNFORESEEN } from './bad-cells.js';
import { buildFile, UNFORESEEN_AT, type UploadedFile } from './file.js';
import { type FilePlan, filePlan } from './file-plan.js';
import type { RealOutcome } from './messages.js';
import { RealPath } from './real-path.js';
import { Records } from './reference/records.js';
import { Reference } from './reference/reference.js';
import type { Outcome } from './reference/row.js';
import { type Result, resultOf } from './result.js';
import { emptyTables, fillCopies, fillDevices, readTables } from './tables.js';
import { buildWorld, type World } from './world.js';
import { type WorldPlan, worldPlan } from './world-plan.js';

/** Runs with all codes in them, within a minute where other suites run beside; ROW_BY_ROW_RUNS=600 takes the long way. */
const RUNS = Number(process.env['ROW_BY_ROW_RUNS'] ?? '60');
const RUNS_WITH_FAILURES = 15;
/** A disagreement is made smaller for so long, and told within the time of the test. */
const TOLD_WITHIN_MS = 240_000;

let real: RealPath;
let second: TestDatabase;
let realSql: Client;
let referenceSql: Client;

const connected = async (connectionString: string): Promise<Client> => {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
};

beforeAll(async () => {
  real = await RealPath.start();
  second = await createTestDatabase();
  const migrated = await Database.open({ appUrl: second.appUrl, ownerUrl: second.ownerUrl, entities: inventory.entities, migrations: inventory.migrations });
  await migrated.migrate();
  await migrated.close();
  realSql = await connected(real.service.database.ownerUrl);
  referenceSql = await connected(second.ownerUrl);
});

afterAll(async () => {
  await realSql.end();
  await referenceSql.end();
  await second.drop();
  await real.service.stop();
});

interface Run<Row> {
  readonly outcomes: readonly (readonly Row[])[];
  readonly result: Result;
}

async function byReference(world: World, files: readonly UploadedFile[], fails: boolean): Promise<Run<Outcome>> {
  await emptyTables(referenceSql);
  await fillCopies(referenceSql, world);
  await fillDevices(referenceSql, world);
  const reference = new Reference(new Records(referenceSql), ({ description }) => fails && description === UNFORESEEN);
  const outcomes: Outcome[][] = [];
  for (const file of files) {
    const ofFile: Outcome[] = [];
    for (const row of file.rows) ofFile.push(await reference.apply(file, row));
    outcomes.push(ofFile);
  }
  return { outcomes, result: resultOf(await readTables(referenceSql), reference.said, world.devices, (_id, _column, plain) => plain.toString()) };
}

async function byService(world: World, files: readonly UploadedFile[], plans: readonly FilePlan[]): Promise<Run<RealOutcome>> {
  await emptyTables(realSql);
  await real.hear(world);
  await fillDevices(realSql, world);
  for (const [at, file] of files.entries()) await real.upload(file, plans[at]?.cuts ?? [1], plans[at]?.twice ?? false);
  const importIds = files.map(({ importId }) => importId);
  const outcomes = await real.outcomes(importIds);
  return { outcomes, result: resultOf(await readTables(realSql), await real.said(importIds), world.devices, real.opened) };
}

/** The service, which applies chunks, and the reference, which applies rows, do the same with the same files. */
async function agree(plan: WorldPlan, plans: readonly FilePlan[], fails: boolean): Promise<void> {
  const world = buildWorld(plan);
  const files = plans.map((file) => buildFile(file, world));
  const expected = await byReference(world, files, fails);
  const actual = await byService(world, files, plans);
  expect(actual.outcomes.map((rows) => rows.map(told))).toEqual(
    expected.outcomes.map((rows, at) => rows.map((row, index) => told({ ...row, row: files[at]?.rows[index]?.row ?? 0 }))),
  );
  expect(actual.result).toEqual(expected.result);
  for (const [at, rows] of expected.outcomes.entries()) for (const [index, row] of rows.entries()) expectToName(row, actual.outcomes[at]?.[index]);
}

interface Told {
  readonly row: number;
  readonly outcome: string;
  readonly reasons?: readonly { readonly column: string; readonly code: string; readonly value: string }[];
}

/** "3 rejected: Name name_not_unique «Phone 1»; …". */
const told = ({ row, outcome, reasons = [] }: Told): string =>
  `${row} ${outcome}: ${reasons
    .map(({ column, code, value }) => `${column} ${code} «${value}»`)
    .toSorted()
    .join('; ')}`;

/** IMP-07: who has the name or MAC address is named where the uploader may know, and only there; of an earlier row of the file its number. */
function expectToName(expected: Outcome, actual: RealOutcome | undefined): void {
  for (const { column, code, holder } of 'reasons' in expected ? expected.reasons : []) {
    const message = actual?.reasons.find((reason) => reason.column === column && reason.code === code)?.message ?? '';
    expect(message).not.toBe('');
    if (!holder) continue;
    if (holder.visible) expect(message).toContain(holder.name);
    else if (column !== 'Name') expect(message).not.toContain(holder.name);
    if (holder.visible && holder.earlierRow !== null) expect(message).toContain(`row ${holder.earlierRow},`);
    else expect(message).not.toMatch(/\brow \d/); // 'row 7'
  }
}

const files = fc.array(filePlan, { minLength: 1, maxLength: 3 });

describe('an import', () => {
  it('has the outcomes, the inventory, the history and the events of one row after the other (IMP-05, IMP-05a, IMP-07, INV-14, EVT-01)', async () => {
    await fc.assert(
      fc.asyncProperty(worldPlan, files, (plan, plans) => agree(plan, plans, false)),
      { numRuns: RUNS, interruptAfterTimeLimit: TOLD_WITHIN_MS, markInterruptAsFailure: true },
    );
  });

  it('rejects the rows that cannot be written and applies all others, one by one as in a chunk (IMP-05, could_not_apply)', async () => {
    await realSql.query(`
      create function fail_at_writing() returns trigger language plpgsql as $$ begin raise exception 'nobody foresaw this'; end $$;
      create trigger fail_at_writing before insert on devices for each row when (new.description = '${UNFORESEEN}') execute function fail_at_writing();
      create trigger fail_at_writing before insert on device_versions for each row when (new.description = '${UNFORESEEN}') execute function fail_at_writing();`);
    const failing = files.map((plans) =>
      plans.map((plan) => ({ ...plan, rows: plan.rows.map((row) => ({ ...row, description: row.description % 2 === 0 ? UNFORESEEN_AT : row.description })) })),
    );
    await fc.assert(
      fc.asyncProperty(worldPlan, failing, (plan, plans) => agree(plan, plans, true)),
      { numRuns: RUNS_WITH_FAILURES, interruptAfterTimeLimit: TOLD_WITHIN_MS, markInterruptAsFailure: true },
    );
  });
});
