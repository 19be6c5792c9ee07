import { parseArgs } from 'node:util';

/** What the operator may say. */
export const USAGE = `npm run stack                                   starts what does not run: Kafka, MinIO, PostgreSQL, Kamailio, nginx, one process per service
npm run stack -- --instances inventory=2,files=2   how many processes of a service
npm run stack -- --port 8080 --demo off            the port of the front door; whether new databases get demo data
npm run stack -- status                            what runs, and what is ready
npm run stack -- restart inventory-1 kafka …       ends these parts in order and starts them again; without names every service
npm run stack -- stop | start | kill NAME …        one step alone; kill is SIGKILL
npm run stack:down                                 stops everything
The folder is RINGFLEET_STACK, by default .ringfleet-stack; deleting it after stack:down is a clean start.`;

const COMMANDS = ['up', 'down', 'status', 'restart', 'stop', 'start', 'kill', 'help'];

/** @param {readonly string[]} args @param {readonly string[]} services */
export function readOptions(args, services) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { instances: { type: 'string' }, port: { type: 'string' }, demo: { type: 'string' } },
  });
  const [command = 'up', ...names] = positionals;
  if (!COMMANDS.includes(command)) throw new Error(`There is no command ${command}.\n\n${USAGE}`);
  if (values.demo !== undefined && !['on', 'off'].includes(values.demo)) throw new Error(`--demo is ${values.demo}; give on or off.`);
  return {
    command,
    names,
    demo: values.demo === undefined ? undefined : values.demo === 'on',
    port: values.port === undefined ? undefined : portOf(values.port),
    instances: values.instances === undefined ? undefined : instancesIn(values.instances, services),
  };
}

function portOf(text) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`--port is ${text}; give a port from 1 to 65535.`);
  return port;
}

/** 'inventory=2,files=2' → { inventory: 2, files: 2 } */
function instancesIn(text, services) {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [, service = '', count = ''] = /^([a-z-]+)=(\d+)$/.exec(part) ?? []; // inventory=2
      if (!services.includes(service))
        throw new Error(`--instances: '${part}' is not understood; give SERVICE=COUNT, joined by commas. Services: ${services.join(', ')}.`);
      if (Number(count) < 1 || Number(count) > 16) throw new Error(`--instances: ${service} may have 1 to 16 processes, not ${count}.`);
      return [service, Number(count)];
    }),
  );
}
