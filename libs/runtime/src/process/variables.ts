import type { ServiceName } from '@ringfleet/service-kit';

/** The port that a service listens at unless told otherwise. */
export const SERVICE_PORTS: Readonly<Record<ServiceName, number>> = {
  directory: 8101,
  inventory: 8102,
  profiles: 8103,
  files: 8104,
  notifications: 8105,
  'device-control': 8106,
};

/** One environment variable of a service that runs in a process of its own. Any of them may also come as a file, whose path is in NAME_FILE. */
export interface Variable {
  readonly name: string;
  /** What to give. */
  readonly give: string;
  readonly default?: string;
  readonly isSecret?: boolean;
  /** Without it the command does not start: `run`, `migrate`; none: it has a default or may be left out. */
  readonly neededBy?: 'run' | 'migrate';
}

const services = Object.entries(SERVICE_PORTS);

/** Where a service asks another: RINGFLEET_DIRECTORY_URL. */
export const urlVariable = (service: string): string => `RINGFLEET_${service.toUpperCase().replaceAll('-', '_')}_URL`;

/** Every variable, in the order in which they are documented; compose file, chart and `npm run stack` are compared with it. */
export const VARIABLES: readonly Variable[] = [
  { name: 'RINGFLEET_HOST', give: 'the address to listen at', default: '127.0.0.1' },
  { name: 'RINGFLEET_PORT', give: `a port from 1 to 65535 (by default ${services.map(([name, port]) => `${name} ${port}`).join(', ')})` },
  { name: 'RINGFLEET_PUBLIC_URL', give: 'where people reach the front door: https://ringfleet.example.com', neededBy: 'run' },
  {
    name: 'RINGFLEET_DATABASE_URL',
    give: "the service's database with its app role: postgres://user:password@host:5432/database",
    neededBy: 'run',
    isSecret: true,
  },
  {
    name: 'RINGFLEET_DATABASE_OWNER_URL',
    give: "the service's database with its owner role: postgres://user:password@host:5432/database",
    neededBy: 'migrate',
    isSecret: true,
  },
  { name: 'RINGFLEET_KAFKA_BROKERS', give: 'one or more host:port, joined by commas', neededBy: 'run' },
  { name: 'RINGFLEET_KAFKA_USERNAME', give: 'the name to sign in to Kafka with; none: without signing in' },
  { name: 'RINGFLEET_KAFKA_PASSWORD', give: 'the password of RINGFLEET_KAFKA_USERNAME', isSecret: true },
  { name: 'RINGFLEET_KAFKA_TLS', give: 'on or off', default: 'off' },
  { name: 'RINGFLEET_OBJECTS_URL', give: 'the address of the object store: http://host:9000', neededBy: 'run' },
  { name: 'RINGFLEET_OBJECTS_BUCKET', give: 'the bucket for files', default: 'ringfleet' },
  { name: 'RINGFLEET_OBJECTS_ACCESS_KEY', give: 'the access key of the object store', neededBy: 'run', isSecret: true },
  { name: 'RINGFLEET_OBJECTS_SECRET_KEY', give: 'the secret key of the object store', neededBy: 'run', isSecret: true },
  {
    name: 'RINGFLEET_SEALING_KEYS',
    give: 'keys that secrets are sealed with, oldest first: [{"id":"2026","key":"32 bytes in base64"}], the same for all services',
    neededBy: 'run',
    isSecret: true,
  },
  {
    name: 'RINGFLEET_SERVICE_KEY',
    give: 'a secret of 32 or more characters by which services know each other, the same for all services',
    neededBy: 'run',
    isSecret: true,
  },
  { name: 'RINGFLEET_TRUSTED_PROXIES', give: 'addresses or networks of front doors, joined by commas, whose X-Forwarded-For is believed', default: 'loopback' },
  {
    name: 'RINGFLEET_OIDC_ISSUER',
    give: 'the address of another OpenID Connect provider whose tokens are taken too, as its tokens name it: https://id.example.com/realms/carrier',
  },
  { name: 'RINGFLEET_OIDC_AUDIENCE', give: 'what the tokens of RINGFLEET_OIDC_ISSUER are made for (their aud)', default: 'ringfleet' },
  {
    name: 'RINGFLEET_OIDC_CLIENT_ID',
    give: 'the public client of RINGFLEET_OIDC_ISSUER through which people sign in to the console',
    default: 'ringfleet-console',
  },
  {
    name: 'RINGFLEET_OIDC_CLAIMS',
    give: 'which claims of RINGFLEET_OIDC_ISSUER say who is calling: {"name":"preferred_username","role":"realm_access.roles","roles":{"rf-admin":"administrator"},"reseller":"rf_reseller","customer":"rf_customer"}',
    default: '{}',
  },
  { name: 'RINGFLEET_REGISTRAR_EVENTS', give: 'host:port of the evapi of the registrar (Kamailio); none: the status of devices is not known' },
  { name: 'RINGFLEET_REGISTRAR_RPC', give: 'the address of JSON-RPC of the registrar: http://kamailio:8090/RPC' },
  { name: 'RINGFLEET_REGISTRAR_KEY', give: 'the key that the registrar asks for', isSecret: true },
  { name: 'RINGFLEET_REGISTRAR_NAME', give: 'what the registrar is called: sip.example.com (the host of RINGFLEET_REGISTRAR_EVENTS)' },
  {
    name: 'RINGFLEET_PROVISIONING_URLS',
    give: 'where phones reach the front door, joined by commas: https://phones.example.com (by default RINGFLEET_PUBLIC_URL)',
  },
  {
    name: 'RINGFLEET_PROVISIONING_EDGE_SECRET',
    give: 'a secret of 32 or more characters by which nginx says that it has verified a certificate of a phone',
    isSecret: true,
  },
  { name: 'RINGFLEET_DEMO', give: 'on or off: whether new databases are filled with demo data', default: 'off' },
  ...services.map(([name, port]) => ({
    name: urlVariable(name),
    give: `where ${name} answers other services; several instances joined by commas`,
    default: `http://127.0.0.1:${port}`,
  })),
];
