import type { Layer } from '../versions/layers.js';

/** Which layer set a value, from the farthest to the nearest: the model, a profile, the device, its lines; `system` is what Ringfleet itself knows. */
export interface ValueOrigin {
  /** lines[0].displayName */
  readonly path: string;
  readonly layer: 'model' | 'profile' | 'device' | 'lines' | 'system';
  /** Of a profile: which one, in which version. */
  readonly profile: { readonly id: string; readonly name: string; readonly version: number } | null;
}

interface Said {
  readonly layer: Pick<Layer, 'profileId' | 'name' | 'number'>;
}

/** @param path as a template read it: params.ntp_server, ports[3].number */
export function originOf(path: string, { params }: { readonly params: ReadonlyMap<string, Said> }): ValueOrigin {
  const [root = '', name = ''] = path.split(/[.[]/, 2);
  const param = root === 'params' ? params.get(name) : undefined;
  if (param) return { path, layer: 'profile', profile: { id: param.layer.profileId, name: param.layer.name, version: param.layer.number } };
  return { path, layer: LAYERS[root] ?? 'system', profile: null };
}

const LAYERS: Readonly<Record<string, ValueOrigin['layer']>> = { model: 'model', device: 'device', lines: 'lines', ports: 'lines' };
