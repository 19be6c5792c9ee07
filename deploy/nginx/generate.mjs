// Writes deploy/nginx/ringfleet.conf, the front door of an installation whose services are reached by their names, and phones.conf, where phones come with certificates: npx nx build standalone && node deploy/nginx/generate.mjs
import { writeFileSync } from 'node:fs';
import { SERVICE_PORTS } from '@ringfleet/runtime';
import { CONSOLE, ROUTES } from '@ringfleet/standalone';
import { CONSOLE_FOLDER, nginxConfig, OPENAPI_FILE } from './nginx-config.mjs';
import { PHONES_FOLDER, phonesConfig } from './phones-config.mjs';

const instances = Object.fromEntries(Object.entries(SERVICE_PORTS).map(([service, port]) => [service, [`${service}:${port}`]]));
writeFileSync(
  new URL('ringfleet.conf', import.meta.url),
  nginxConfig({ routes: ROUTES, instances, console: { folder: CONSOLE_FOLDER, ...CONSOLE }, openapi: OPENAPI_FILE, listen: '8080' }),
);
writeFileSync(new URL('phones.conf', import.meta.url), phonesConfig({ listen: '8443', folder: PHONES_FOLDER, profiles: instances.profiles }));
