import { useQuery } from '@tanstack/react-query';
import { api } from '../api/api.js';
import { Problem } from '../api/problem.js';
import { PROFILES, type Value, type Variable, type Version, type WholeProfile } from './profile.js';

/** A variable as it comes from the profiles that one inherits from. */
export interface Inherited {
  readonly variable: Variable;
  /** null where nobody sets it. */
  readonly value: Value | null;
  /** Who set it last, or brings it. */
  readonly from: { readonly id: string; readonly name: string; readonly version: number };
}

const MOST_LAYERS = 5;

/** What is inherited by whoever has that parent, as it is published; undefined until it is known. */
export function useInherited(parentId: string | null): readonly Inherited[] | undefined {
  const { data } = useQuery({ queryKey: [PROFILES, 'inherited', parentId], queryFn: () => inheritedFrom(parentId) });
  return data;
}

async function inheritedFrom(parentId: string | null): Promise<readonly Inherited[]> {
  const inherited = new Map<string, Inherited>();
  for (const { profile, version } of (await layersAbove(parentId)).toReversed()) {
    const from = { id: profile.id, name: profile.name, version: version.number };
    for (const variable of version.variables) inherited.set(variable.name, { variable, value: variable.default, from });
    for (const [name, value] of Object.entries(version.values)) {
      const brought = inherited.get(name);
      if (brought) inherited.set(name, { ...brought, value, from });
    }
  }
  return [...inherited.values()];
}

interface PublishedLayer {
  readonly profile: WholeProfile;
  readonly version: Version;
}

/** The nearest first. */
async function layersAbove(parentId: string | null): Promise<readonly PublishedLayer[]> {
  const layers: PublishedLayer[] = [];
  for (let id = parentId; id !== null && layers.length < MOST_LAYERS;) {
    const profile: WholeProfile | undefined = await seen(`${PROFILES}/${id}`);
    const version: Version | undefined = profile && (await seen(`${PROFILES}/${id}/versions/${profile.publishedVersion}`));
    if (!profile || !version) break;
    layers.push({ profile, version });
    id = profile.parentId;
  }
  return layers;
}

/** undefined where one does not see it. */
async function seen<T>(path: string): Promise<T | undefined> {
  try {
    return await api<T>(path);
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined;
    throw error;
  }
}
