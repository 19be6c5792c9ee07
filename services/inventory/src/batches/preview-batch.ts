import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { DevicesSection } from '@ringfleet/tenants';
import type { BatchBody } from './batches.dto.js';
import type { DeviceDecision } from './decide-device.js';
import { JudgeBatch } from './judge-batch.js';
import { readBody } from './read-body.js';
import { checkSelected, type PresentModel, selectedBy } from './select-devices.js';

const JUDGED_AT_MOST = 10_000;
const CHUNK = 1_000;

/** What a batch would touch. */
export interface BatchPreview {
  /** How many devices are selected now; what a filter is sent with as `expectedCount`. */
  readonly count: number;
  readonly models: readonly PresentModel[];
  /** How many of them were judged, the first by id: all, up to 10,000. The numbers below are of these. */
  readonly judged: number;
  readonly applied: number;
  readonly unchanged: number;
  readonly refused: number;
  /** Why, the most frequent first; a device may be refused for several reasons. */
  readonly reasons: readonly { readonly code: string; readonly message: string; readonly devices: number }[];
}

/** Says what a batch would do, by the decisions that it is carried out with; nothing is changed. */
@Injectable()
export class PreviewBatch {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(DevicesSection) private readonly section: DevicesSection,
    @Inject(JudgeBatch) private readonly judge: JudgeBatch,
  ) {}

  /** Throws `Refused` as a batch would, but for its count. */
  async execute(caller: Caller, body: BatchBody): Promise<BatchPreview> {
    const { selection, change } = readBody(body);
    await this.section.require(caller, 'modify');
    const { models, ids, count } = await this.database.transaction(caller.scope, async (tx) => {
      const selected = await selectedBy(tx, caller.scope, selection);
      const present = await checkSelected(tx, selected, selection, change);
      const listed = await tx.query<{ id: string }>(`select s.id from (${selected.source}) s order by s.n limit ${JUDGED_AT_MOST}`, selected.sql.params);
      const all = selection.ids ? listed.length : present.reduce((sum, { devices }) => sum + devices, 0);
      return { models: present, ids: listed.map(({ id }) => id), count: all };
    });
    const order = { change, managedBy: selection.managedBy };
    const decisions: DeviceDecision[] = [];
    for (let from = 0; from < ids.length; from += CHUNK) {
      decisions.push(...(await this.judge.decide({ order, deviceIds: ids.slice(from, from + CHUNK), caller })).decisions);
    }
    return { count, models, judged: ids.length, ...summary(decisions) };
  }
}

function summary(decisions: readonly DeviceDecision[]): Pick<BatchPreview, 'applied' | 'unchanged' | 'refused' | 'reasons'> {
  const count = (outcome: DeviceDecision['outcome']): number => decisions.filter((decision) => decision.outcome === outcome).length;
  const reasons = new Map<string, { code: string; message: string; devices: number }>();
  for (const decision of decisions) {
    if (decision.outcome !== 'refused') continue;
    for (const { code, message } of decision.refusals) {
      const known = reasons.get(code) ?? { code, message, devices: 0 };
      known.devices += 1;
      reasons.set(code, known);
    }
  }
  const byFrequency = [...reasons.values()].toSorted((one, other) => other.devices - one.devices);
  return { applied: count('applied'), unchanged: count('unchanged'), refused: count('refused'), reasons: byFrequency };
}
