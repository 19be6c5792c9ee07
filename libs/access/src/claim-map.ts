import { type Role, ROLES } from '@ringfleet/kernel';
import type { ClaimMap } from './issuer.js';

/** The built-in issuer's own claims, and what another one's are where nothing else is said. */
export const OWN_CLAIMS: ClaimMap = { name: 'rf_name', role: 'rf_role', reseller: 'rf_reseller', customer: 'rf_customer' };

const CLAIMS = ['name', 'role', 'reseller', 'customer'] as const;

/** Reads `{"role": "realm_access.roles", "roles": {"rf-admin": "administrator"}, "name": …, "reseller": …, "customer": …}`; what is left out stays ours. Throws what is wrong. */
export function parseClaimMap(text: string): ClaimMap {
  const { roles, ...claims } = objectIn(text);
  const unknown = Object.keys(claims).find((key) => !CLAIMS.some((claim) => claim === key));
  if (unknown !== undefined) throw new Error(`it says ${unknown}, which is none of ${CLAIMS.join(', ')}, roles`);
  const wrong = Object.entries(claims).find(([, claim]) => typeof claim !== 'string' || claim === '');
  if (wrong) throw new Error(`${wrong[0]} is not the name of a claim`);
  return { ...OWN_CLAIMS, ...(claims as Partial<ClaimMap>), ...(roles !== undefined && { roles: rolesIn(roles) }) };
}

function objectIn(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('it is no JSON');
  }
  if (!isObject(value)) throw new Error('it is no JSON object');
  return value;
}

function rolesIn(value: unknown): Record<string, Role> {
  if (!isObject(value)) throw new Error('roles is no JSON object');
  return Object.fromEntries(
    Object.entries(value).map(([theirs, ours]) => {
      const role = roleNamed(ours);
      if (!role) throw new Error(`roles says for ${theirs} what is none of ${ROLES.join(', ')}`);
      return [theirs, role];
    }),
  );
}

/** What a claim says; a name with points in it may be a claim's own or lead into claims. */
export function claimAt(claims: object, path: string): unknown {
  if (Object.hasOwn(claims, path)) return (claims as Record<string, unknown>)[path];
  let value: unknown = claims;
  for (const name of path.split('.')) value = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return value;
}

/** The role of the caller: of several the one that may do most. */
export function roleIn(claims: object, { role, roles }: ClaimMap): Role | undefined {
  const said = [claimAt(claims, role)].flat();
  const known = said.map((word) => (roles ? typeof word === 'string' && Object.hasOwn(roles, word) && roles[word] : roleNamed(word)));
  return ROLES.find((ours) => known.includes(ours));
}

const roleNamed = (word: unknown): Role | undefined => ROLES.find((role) => role === word);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
