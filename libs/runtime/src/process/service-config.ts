import 'reflect-metadata';
import type { OtherIssuer } from '@ringfleet/access';
import type { SealingKey } from '@ringfleet/secrets';
import type { ServiceName } from '@ringfleet/service-kit';
import { IsIn, IsOptional, IsPort, Matches, MinLength, validateSync, ValidateIf } from 'class-validator';
import { readFileSync } from 'node:fs';
import { type OidcEnvironment, otherIssuerIn } from '../other-issuer.js';
import { SERVICE_PORTS, type Variable, VARIABLES } from './variables.js';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface KafkaConfig {
  readonly brokers: readonly string[];
  readonly sasl?: { readonly mechanism: 'scram-sha-512'; readonly username: string; readonly password: string };
  readonly tls: boolean;
}

/** How a service is run in a process of its own. */
export interface ServiceConfig {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string;
  readonly databaseUrl: string;
  readonly kafka: KafkaConfig;
  readonly objects: { readonly url: string; readonly bucket: string; readonly accessKey: string; readonly secretKey: string };
  readonly sealingKeys: readonly SealingKey[];
  readonly serviceKey: string;
  readonly trustedProxies: readonly string[];
  readonly otherIssuer: OtherIssuer | undefined;
  readonly demo: boolean;
  /** Where each service answers the others; one address or more. */
  readonly urls: Readonly<Record<ServiceName, readonly string[]>>;
  readonly settings: Environment;
}

const URL_OF = (scheme: string): RegExp => new RegExp(`^${scheme}://[^\\s/]+(/\\S*)?$`); // http://host:9000
const HTTP = URL_OF('https?');
const POSTGRES = URL_OF('postgres(ql)?');
const BROKERS = /^[^\s,:]+:\d{1,5}(,[^\s,:]+:\d{1,5})*$/; // kafka-1:9092,kafka-2:9092
const ADDRESSES = /^https?:\/\/[^\s,]+(,https?:\/\/[^\s,]+)*$/; // http://10.0.0.1:8102,http://10.0.0.2:8102
const SERVICE_KEY_LENGTH = 32;

/** The fields of these classes are named as the variables, so that what is wrong names them. */
class KafkaEnvironment {
  @Matches(BROKERS) RINGFLEET_KAFKA_BROKERS = '';
  @IsOptional() RINGFLEET_KAFKA_USERNAME?: string;
  @ValidateIf((env: KafkaEnvironment) => env.RINGFLEET_KAFKA_USERNAME !== undefined) @Matches(/./) RINGFLEET_KAFKA_PASSWORD?: string;
  @IsIn(['on', 'off']) RINGFLEET_KAFKA_TLS = '';
}

class RunEnvironment extends KafkaEnvironment {
  @Matches(/^\S+$/) RINGFLEET_HOST = '';
  @IsPort() RINGFLEET_PORT = '';
  @Matches(HTTP) RINGFLEET_PUBLIC_URL = '';
  @Matches(POSTGRES) RINGFLEET_DATABASE_URL = '';
  @Matches(HTTP) RINGFLEET_OBJECTS_URL = '';
  @Matches(/^[a-z0-9][a-z0-9.-]{2,62}$/) RINGFLEET_OBJECTS_BUCKET = ''; // ringfleet
  @Matches(/./) RINGFLEET_OBJECTS_ACCESS_KEY = '';
  @Matches(/./) RINGFLEET_OBJECTS_SECRET_KEY = '';
  @Matches(/^\s*\[/) RINGFLEET_SEALING_KEYS = '';
  @MinLength(SERVICE_KEY_LENGTH) RINGFLEET_SERVICE_KEY = '';
  @Matches(/./) RINGFLEET_TRUSTED_PROXIES = '';
  @IsOptional() @Matches(HTTP) RINGFLEET_OIDC_ISSUER?: string;
  @Matches(/./) RINGFLEET_OIDC_AUDIENCE = '';
  @Matches(/./) RINGFLEET_OIDC_CLIENT_ID = '';
  @Matches(/^\s*\{/) RINGFLEET_OIDC_CLAIMS = '';
  @IsOptional() RINGFLEET_REGISTRAR_KEY?: string;
  @IsOptional() RINGFLEET_PROVISIONING_EDGE_SECRET?: string;
  @IsIn(['on', 'off']) RINGFLEET_DEMO = '';
  @Matches(ADDRESSES) RINGFLEET_DIRECTORY_URL = '';
  @Matches(ADDRESSES) RINGFLEET_INVENTORY_URL = '';
  @Matches(ADDRESSES) RINGFLEET_PROFILES_URL = '';
  @Matches(ADDRESSES) RINGFLEET_FILES_URL = '';
  @Matches(ADDRESSES) RINGFLEET_NOTIFICATIONS_URL = '';
  @Matches(ADDRESSES) RINGFLEET_DEVICE_CONTROL_URL = '';
}

class MigrateEnvironment {
  @Matches(POSTGRES) RINGFLEET_DATABASE_OWNER_URL = '';
}

/** A process cannot start as its environment stands; the message names each variable at fault and what to give. */
export class BadEnvironment extends Error {
  override readonly name = 'BadEnvironment';
}

/** Throws `BadEnvironment`. */
export function readServiceConfig(service: ServiceName, env: Environment): ServiceConfig {
  const values = checked(new RunEnvironment(), { RINGFLEET_PORT: String(SERVICE_PORTS[service]), ...env });
  return {
    host: values.RINGFLEET_HOST,
    port: Number(values.RINGFLEET_PORT),
    publicUrl: withoutSlash(values.RINGFLEET_PUBLIC_URL),
    databaseUrl: values.RINGFLEET_DATABASE_URL,
    kafka: kafkaIn(values),
    objects: {
      url: withoutSlash(values.RINGFLEET_OBJECTS_URL),
      bucket: values.RINGFLEET_OBJECTS_BUCKET,
      accessKey: values.RINGFLEET_OBJECTS_ACCESS_KEY,
      secretKey: values.RINGFLEET_OBJECTS_SECRET_KEY,
    },
    sealingKeys: sealingKeysIn(values.RINGFLEET_SEALING_KEYS),
    serviceKey: values.RINGFLEET_SERVICE_KEY,
    trustedProxies: values.RINGFLEET_TRUSTED_PROXIES.split(',').map((address) => address.trim()),
    otherIssuer: otherIssuer(values),
    demo: values.RINGFLEET_DEMO === 'on',
    urls: {
      directory: addressesIn(values.RINGFLEET_DIRECTORY_URL),
      inventory: addressesIn(values.RINGFLEET_INVENTORY_URL),
      profiles: addressesIn(values.RINGFLEET_PROFILES_URL),
      files: addressesIn(values.RINGFLEET_FILES_URL),
      notifications: addressesIn(values.RINGFLEET_NOTIFICATIONS_URL),
      'device-control': addressesIn(values.RINGFLEET_DEVICE_CONTROL_URL),
    },
    settings: {
      ...Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('RINGFLEET_'))),
      RINGFLEET_REGISTRAR_KEY: values.RINGFLEET_REGISTRAR_KEY,
      RINGFLEET_PROVISIONING_EDGE_SECRET: values.RINGFLEET_PROVISIONING_EDGE_SECRET,
    },
  };
}

function otherIssuer(values: OidcEnvironment): OtherIssuer | undefined {
  try {
    return otherIssuerIn(values);
  } catch (error) {
    throw new BadEnvironment(error instanceof Error ? error.message : String(error));
  }
}

/** For who reads or writes the event log beside the services. Throws `BadEnvironment`. */
export const readKafkaConfig = (env: Environment): KafkaConfig => kafkaIn(checked(new KafkaEnvironment(), env));

function kafkaIn(values: KafkaEnvironment): KafkaConfig {
  const { RINGFLEET_KAFKA_BROKERS: brokers, RINGFLEET_KAFKA_USERNAME: username, RINGFLEET_KAFKA_PASSWORD: password = '' } = values;
  return {
    brokers: brokers.split(','),
    ...(username !== undefined && { sasl: { mechanism: 'scram-sha-512', username, password } }),
    tls: values.RINGFLEET_KAFKA_TLS === 'on',
  };
}

/** The URL of the owner role, which migrations alone need. Throws `BadEnvironment`. */
export const readOwnerUrl = (env: Environment): string => checked(new MigrateEnvironment(), env).RINGFLEET_DATABASE_OWNER_URL;

/** Fills in what the environment says and checks it. Values stand in no message: they may be secret. */
function checked<Values extends object>(values: Values, env: Environment): Values {
  const known = VARIABLES.filter(({ name }) => name in values);
  Object.assign(values, Object.fromEntries(known.map((variable) => [variable.name, valueOf(variable, env)])));
  const atFault = new Set(validateSync(values).map(({ property }) => property));
  const said = known.filter(({ name }) => atFault.has(name)).map((variable) => fault(variable, env));
  if (said.length > 0) throw new BadEnvironment(said.join('\n'));
  return values;
}

function valueOf({ name, default: otherwise }: Variable, env: Environment): string | undefined {
  const said = env[name];
  if (said !== undefined && said !== '') return said;
  const file = env[`${name}_FILE`];
  if (file === undefined || file === '') return otherwise;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new BadEnvironment(`${name}_FILE names ${file}, which cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`);
  }
}

function fault(variable: Variable, env: Environment): string {
  const value = valueOf(variable, env);
  return `${variable.name} is ${value === undefined || value === '' ? 'missing' : 'not understood'}: give ${variable.give}.`;
}

function sealingKeysIn(text: string): SealingKey[] {
  try {
    const keys = (JSON.parse(text) as { readonly id: unknown; readonly key: unknown }[]).map(({ id, key }) => ({
      id: String(id),
      key: new Uint8Array(Buffer.from(String(key), 'base64')),
    }));
    if (keys.length > 0 && keys.every(({ key }) => key.length === 32)) return keys;
  } catch {
    // said below, without what was in it
  }
  throw new BadEnvironment('RINGFLEET_SEALING_KEYS is not understood: give a JSON list of {"id","key"}, each key 32 bytes in base64, oldest first.');
}

const addressesIn = (text: string): string[] => text.split(',').map(withoutSlash);

const withoutSlash = (url: string): string => url.replace(/\/+$/, ''); // http://host:9000/
