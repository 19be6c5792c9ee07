// The front door of a stack: nginx before the instances there are.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ROUTES } from '@ringfleet/standalone';
import { nginxConfig } from '../nginx/nginx-config.mjs';
import { startEngine } from './engines.mjs';
import { runs } from './processes.mjs';
import { instancesOf, SERVICES } from './services.mjs';

/** Starts nginx, or has it read its configuration again where that has changed. @param {import('./state.mjs').Stack} stack */
export async function openFrontDoor(stack) {
  mkdirSync(stack.path('nginx'), { recursive: true, mode: 0o700 });
  const file = stack.path('nginx/nginx.conf');
  const config = wholeConfig(stack);
  const isNew = !existsSync(file) || readFileSync(file, 'utf8') !== config;
  if (isNew) writeFileSync(file, config);
  const before = stack.state.processes.nginx;
  await startEngine(stack, 'nginx', ['--config', file]);
  if (isNew && runs(before) && before === stack.state.processes.nginx) process.kill(before.engine ?? before.pid, 'SIGHUP');
}

function wholeConfig(stack) {
  const { ports, settings } = stack.state;
  const instances = Object.fromEntries(SERVICES.map((service) => [service, instancesOf(stack, service).map((instance) => `127.0.0.1:${ports[instance]}`)]));
  const maxUploadBytes = settings.RINGFLEET_FILES_MAX_BYTES === undefined ? undefined : Number(settings.RINGFLEET_FILES_MAX_BYTES);
  return `${process.getuid?.() === 0 ? 'user root;\n' : ''}worker_processes 1;
pid nginx.pid;
events { worker_connections 1024; }
http {
access_log off;
client_body_temp_path body;
proxy_temp_path proxy;
fastcgi_temp_path fastcgi;
uwsgi_temp_path uwsgi;
scgi_temp_path scgi;
${nginxConfig({ routes: ROUTES, instances, listen: `127.0.0.1:${ports.nginx}`, maxUploadBytes })}
}
`;
}
