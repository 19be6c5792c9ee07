import { Inject, Injectable } from '@nestjs/common';
import { newId, type Role } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { hashSecret, newSecret } from '@ringfleet/secrets';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import type { Actor } from '../records/actor.js';
import { requireFittingOwner } from '../records/fitting-owner.js';
import { ownerOf } from '../records/owner-of.js';
import { save } from '../records/save.js';
import { auditKey } from './audit-key.js';
import { serviceKeyOf, type ServiceKeyView } from './list-service-keys.js';
import { keyCreated } from './service-key.events.js';
import { ServiceKey } from './service-key.js';

export interface CreateServiceKeyCommand {
  readonly name: string;
  readonly role: Role;
  readonly resellerId?: string | null;
  readonly customerId?: string | null;
}

/** The answers to making and rotating a key are the only ones that show the secret. */
export interface NewServiceKeyView extends ServiceKeyView {
  readonly clientSecret: string;
}

@Injectable()
export class CreateServiceKey {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  async execute(tx: Tx, actor: Actor, command: CreateServiceKeyCommand): Promise<NewServiceKeyView> {
    const at = this.ports.clock();
    const clientSecret = newSecret();
    const owner = await ownerOf(tx, actor, command);
    requireFittingOwner(actor.scope, command.role, owner);
    const { name, role } = command;
    const key = new ServiceKey({ id: newId(), name, role, secretHash: hashSecret(clientSecret), ...owner }, at);
    await save(tx, key, keyCreated(key, { by: actor, at }));
    await auditKey(tx, actor, key, { kind: 'key-created', at, details: { role } });
    return { ...(await serviceKeyOf(tx, key.id)), clientSecret };
  }
}
