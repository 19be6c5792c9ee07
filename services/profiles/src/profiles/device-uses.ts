import type { MessageInitShape } from '@bufbuild/protobuf';
import { type Client, createClient } from '@connectrpc/connect';
import { Inject, Injectable } from '@nestjs/common';
import { DeviceUsesService, type FindDeviceUsesRequestSchema, type ProfileChanged } from '@ringfleet/contracts';
import { Refused } from '@ringfleet/kernel';
import { type Ports, PORTS } from '@ringfleet/service-kit';

/** Records of one kind that use a profile: how many, and the first of them by name. */
export interface ProfileUsers {
  readonly kind: 'device' | 'profile';
  readonly total: number;
  readonly items: readonly { readonly id: string; readonly name: string }[];
}

const ASKED_WITHIN_MS = 5_000;

/** Asks inventory which devices have a profile. Each throws a ConnectError while it cannot be reached. */
@Injectable()
export class DeviceUses {
  private readonly devices: Client<typeof DeviceUsesService>;

  constructor(@Inject(PORTS) { addresses }: Ports) {
    this.devices = createClient(DeviceUsesService, addresses.transportTo('inventory'));
  }

  /** All that have it. */
  of(id: string): Promise<ProfileUsers[]> {
    return this.ask({ ids: [id] });
  }

  /** Those that have it although the state does not let them; from then on no other takes it against that state. */
  ofState(state: { readonly sequence: bigint; readonly state: ProfileChanged }): Promise<ProfileUsers[]> {
    return this.ask({ profiles: [state] });
  }

  private async ask(request: MessageInitShape<typeof FindDeviceUsesRequestSchema>): Promise<ProfileUsers[]> {
    const { total, devices } = await this.devices.findDeviceUses(request, { timeoutMs: ASKED_WITHIN_MS });
    return total === 0n ? [] : [{ kind: 'device', total: Number(total), items: devices.map(({ id, name }) => ({ id, name })) }];
  }
}

const WORDS: Readonly<Record<ProfileUsers['kind'], string>> = { device: 'devices', profile: 'profiles that inherit from it' };

/** Throws `Refused` 409 `in_use` with all that uses the profile. */
export function refuseUses(uses: readonly ProfileUsers[]): void {
  if (uses.length === 0) return;
  const words = uses.map(({ kind, total }) => `${WORDS[kind]}: ${total}`).join(', ');
  throw new Refused(409, 'in_use', `It is in use (${words}). Delete or change what uses it first.`, { extra: { usedBy: uses } });
}
