import type { Schemas } from '@ringfleet/client';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.js';
import { useAsOf } from './as-of.js';
import { DEVICES } from './device-list.js';

/** Where the phone of a listed device gets its configuration (INV-10); it opens that, and so it is asked for only where the column is shown. */
export function ListedAddress({ id }: { readonly id: string }): React.JSX.Element | null {
  const [asOf] = useAsOf();
  const { data } = useQuery({ queryKey: [DEVICES, id, 'listed-address'], queryFn: () => urlsOf(id), enabled: asOf === undefined, gcTime: 0 });
  return data ? <span className="rf-mono">{data.join(' ')}</span> : null;
}

type Address = Schemas['AddressView'];

let asked: { readonly ids: string[]; readonly answer: Promise<ReadonlyMap<string, Address>> } | undefined;

/** All of a page are asked for at once: whoever asks in the same moment waits for the same answer. */
async function urlsOf(id: string): Promise<readonly string[]> {
  asked ??= gathering();
  asked.ids.push(id);
  return (await asked.answer).get(id)?.urls ?? [];
}

function gathering(): NonNullable<typeof asked> {
  const ids: string[] = [];
  const answer = new Promise((resolve) => setTimeout(resolve)).then(async () => {
    asked = undefined;
    const { items } = await api<{ items: readonly Address[] }>('device-addresses', { method: 'POST', body: { deviceIds: ids } });
    return new Map(items.map((address) => [address.deviceId, address]));
  });
  return { ids, answer };
}
