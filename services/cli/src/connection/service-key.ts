import { nameKey } from '@ringfleet/kernel';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CannotGoOn, type Terminal } from '../terminal.js';

/** Where Ringfleet is and the key to it. */
export interface ServiceKey {
  /** Without a slash at the end. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Key {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What `npm start` writes into the home. */
interface Credentials extends ServiceKey {
  readonly resellers: readonly (Key & { readonly name: string })[];
}

type Place = Pick<Terminal, 'env' | 'checkout'>;

export const homeOf = ({ env, checkout }: Place): string => resolve(checkout, env['RINGFLEET_HOME'] ?? '.ringfleet');

/** The key from the environment, else from the home's credentials.json; that of a reseller where one is named. */
export function findServiceKey(place: Place, reseller?: string): ServiceKey {
  const key = reseller === undefined ? (keyOfEnvironment(place) ?? credentials(place)) : keyOfReseller(credentials(place), reseller);
  const url = place.env['RINGFLEET_URL'] ?? credentials(place).url;
  if (!URL.canParse(url) || !url.startsWith('http'))
    throw new CannotGoOn(`'${url}' is no address of Ringfleet: set RINGFLEET_URL to one like http://127.0.0.1:8080`);
  return { url: url.replace(/\/$/, ''), clientId: key.clientId, clientSecret: key.clientSecret }; // 'http://localhost:8080/' → 'http://localhost:8080'
}

function keyOfEnvironment({ env }: Place): Key | undefined {
  const { RINGFLEET_CLIENT_ID: clientId, RINGFLEET_CLIENT_SECRET: clientSecret } = env;
  if (clientId && clientSecret) return { clientId, clientSecret };
  if (!clientId && !clientSecret) return undefined;
  throw new CannotGoOn(`${clientId ? 'RINGFLEET_CLIENT_SECRET' : 'RINGFLEET_CLIENT_ID'} is missing: a key is both together. Set it, or neither.`);
}

function keyOfReseller({ resellers }: Credentials, name: string): Key {
  const key = resellers.find((reseller) => nameKey(reseller.name) === nameKey(name));
  if (key) return key;
  throw new CannotGoOn(`There is no key of a reseller '${name}'; there are keys of ${resellers.map((reseller) => `'${reseller.name}'`).join(', ') || 'none'}.`);
}

function credentials(place: Place): Credentials {
  const file = join(homeOf(place), 'credentials.json');
  if (!existsSync(file)) {
    throw new CannotGoOn(
      `No key to Ringfleet: there is no ${file}.\nStart Ringfleet with: npm start. If its home is elsewhere, set RINGFLEET_HOME; ` +
        'for another machine set RINGFLEET_URL, RINGFLEET_CLIENT_ID and RINGFLEET_CLIENT_SECRET.',
    );
  }
  try {
    const { url, clientId, clientSecret, resellers = [] } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Credentials>;
    if (url && clientId && clientSecret) return { url, clientId, clientSecret, resellers };
  } catch (error) {
    throw new CannotGoOn(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}. It is written anew at each start of Ringfleet.`);
  }
  throw new CannotGoOn(`${file} holds no address and key. It is written anew at each start of Ringfleet.`);
}
