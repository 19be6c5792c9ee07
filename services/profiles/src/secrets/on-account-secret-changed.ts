import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { decode, topics } from '@ringfleet/contracts';
import { SYSTEM } from '@ringfleet/kernel';
import { Hears, type LatestRecord, latestPerKey, type LogRecord } from '@ringfleet/messaging';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { type AccountSecret, keepAccountSecrets } from './keep-account-secrets.js';

/** directory said what became of the SIP password of an account: it is kept, sealed as it came, so that phones get it while directory is down. */
@Controller()
export class OnAccountSecretChanged {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  @Hears(topics.accountSecrets)
  async handle(@Payload() records: readonly LogRecord[]): Promise<void> {
    const secrets = latestPerKey(records).map(secretOf);
    await this.database.transaction(SYSTEM, (tx) => keepAccountSecrets(tx, secrets, this.ports.clock()));
  }
}

/** A tombstone says that the account is gone. */
function secretOf({ record, sequence }: LatestRecord): AccountSecret {
  const message = record.value && decode(topics.accountSecrets, record.value);
  const sealed = message && !message.deleted && message.sipPassword.length > 0 ? message.sipPassword : null;
  return { accountId: record.key, sequence, sipPassword: sealed, isDeleted: !message || message.deleted };
}
