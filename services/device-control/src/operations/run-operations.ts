import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { JobLoop, type Ports, PORTS } from '@ringfleet/service-kit';
import { type Notify, type Registrar, REGISTRAR } from '../registrar/registrar.js';
import { type ControlSettings, settingsOf } from '../settings.js';
import { SettleOperations } from './settle-operations.js';

const LOOK_MS = 200;

/** Carries operations out, in the instance that follows the registrar: so much a second and no more, of the registrar and of each site. */
@Injectable()
export class RunOperations implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;
  private readonly settings: ControlSettings;

  constructor(
    @Inject(PORTS) ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(REGISTRAR) private readonly registrar: Registrar | null,
    @Inject(SettleOperations) private readonly settle: SettleOperations,
  ) {
    this.settings = settingsOf(ports.settings);
    this.loop = new JobLoop({ name: 'operations', log: ports.log, restMs: LOOK_MS, round: () => this.round() });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  wake(): void {
    this.loop.wake();
  }

  private async round(): Promise<boolean> {
    if (!this.registrar?.isFollowed) return false;
    await this.settle.execute();
    const due = await this.due();
    const unsent = due.filter((command) => this.registrar?.notify(command) !== true);
    if (unsent.length > 0) await this.settle.notSent(unsent.map(({ id }) => id));
    return false;
  }

  /** Whose turn it is, marked as being sent before it is: one that is cut off here is not told twice. */
  private due(): Promise<readonly Notify[]> {
    const { perSecond, perSecondOfSite } = this.settings;
    return this.database.transaction(SYSTEM, (tx) => tx.query<Notify>(TAKE, [perSecond, perSecondOfSite]));
  }
}

// What is counted as a second is a little more than one, as messages do not all take the same time on their way.
const SECOND = `interval '1200 milliseconds'`;
const TAKE = `
with recent as (select site_id from operation_devices where sent_at > clock_timestamp() - ${SECOND}),
waiting as (
  select distinct on (d.device_id) d.id, d.operation_id, d.site_id, s.aor, s.ruid, s.mac, s.call_id, s.registered_at,
    case o.kind when 'restart' then m.reboot_event else m.resync_event end as event
  from operations o join operation_devices d on d.operation_id = o.id
  join device_statuses s on s.device_id = d.device_id and s.status = 'registered'
  join devices v on v.id = d.device_id and v.deleted_at is null join models m on m.id = v.model_id
  where o.state = 'running' and o.expires_at > now() and d.outcome = 'waiting' and (d.not_before is null or d.not_before < now())
  order by d.device_id, d.operation_id
),
in_turn as (
  select *, row_number() over (partition by site_id order by operation_id, id) + (select count(*) from recent r where r.site_id = waiting.site_id) as of_site from waiting
  where event is not null
),
taken as (
  select * from in_turn where site_id is null or of_site <= $2 order by operation_id, id limit greatest(0, $1 - (select count(*) from recent))
)
update operation_devices d set outcome = 'sending', sent_at = clock_timestamp(), aor = taken.aor, mac = taken.mac, call_id = taken.call_id, registered_at = taken.registered_at,
  address = (select b.address from bindings b where b.ruid = taken.ruid limit 1)
from taken where d.id = taken.id and d.outcome = 'waiting'
returning d.id, taken.aor, taken.ruid, taken.event`;
