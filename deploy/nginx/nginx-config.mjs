// The front door as nginx has it: what belongs into its `http` block. Made from the one table of routes, which the services' cards give.
import { OPENAPI_PATH, routePattern, UPLOADS_PATH } from '@ringfleet/service-kit';

const MIB = 1024 * 1024;
/** The form around an uploaded file. */
const FORM_BYTES = MIB;
/** Its addresses hold the keys of phones. */
export const PHONES = '/p';
/** Where the front door's image has the console. */
export const CONSOLE_FOLDER = '/usr/share/ringfleet-console';
/** … and the OpenAPI document. */
export const OPENAPI_FILE = '/usr/share/ringfleet-openapi/ringfleet.json';
const STREAMS = ['/api/v1/notifications/stream', '/api/v1/device-statuses/stream'];

/** The page and its parts; beside each stands its compressed form. @typedef {{ readonly folder: string, readonly views: readonly string[], readonly headers: Readonly<Record<string, string>>, readonly immutablePath: string }} ConsoleFiles */
/** @typedef {{ readonly status: number, readonly title: string, readonly code: string, readonly detail: string }} Problem */

/** @type {Problem} */
export const NOT_FOUND = { status: 404, title: 'Not found', code: 'not_found', detail: 'There is nothing at this path.' };
/** @type {Problem} */
const UNREACHABLE = {
  status: 503,
  title: 'Service unavailable',
  code: 'service_unreachable',
  detail: 'The service behind this path does not answer; try again in a moment.',
};
/** @type {Problem} */
const NOT_HTTP = { status: 400, title: 'Bad request', code: 'bad_request', detail: 'The request is not HTTP.' };
/** @type {Problem} */
const HEADERS_TOO_LARGE = {
  status: 431,
  title: 'Request header fields too large',
  code: 'headers_too_large',
  detail: 'Address and headers of a request may have 16 KiB together.',
};
/** @param {number} maxUploadBytes @returns {Problem} */
const tooLarge = (maxUploadBytes) => ({
  status: 413,
  title: 'Content too large',
  code: 'too_large',
  detail: `A file may have ${Math.floor(maxUploadBytes / MIB)} MiB at most, and any other request 1 MiB.`,
});

const SCHEME = `# What an ingress or load balancer says of the way that a request came is believed where its address is (set_real_ip_from): there the two addresses differ.
map "$realip_remote_addr $remote_addr" $ringfleet_scheme {
  "~^(.+) \\1$" $scheme;
  default $http_x_forwarded_proto;
}

`;
const SAID = `  proxy_set_header Host $http_host;
  # What the client itself says of where it comes from is worth nothing.
  proxy_set_header X-Forwarded-For $remote_addr;
  proxy_set_header X-Forwarded-Proto $ringfleet_scheme;
  # Certificates of phones are verified elsewhere (phones.conf).
  proxy_set_header X-Phone-Certificate "";
  proxy_set_header X-Phone-Edge "";
`;

/**
 * @typedef {object} FrontDoor
 * @property {readonly {readonly prefix: string, readonly service: string}[]} routes
 * @property {Readonly<Record<string, readonly string[]>>} instances by service: host:port of each instance
 * @property {ConsoleFiles} console
 * @property {string} openapi the file of the OpenAPI document
 * @property {string} listen 8080, or 127.0.0.1:8080
 * @property {number} [maxUploadBytes] of a file (100 MiB)
 */

/** @param {FrontDoor} frontDoor @returns {string} */
export function nginxConfig({ routes, instances, console, openapi, listen, maxUploadBytes = 100 * MIB }) {
  const services = [...new Set(routes.map(({ service }) => service))].toSorted();
  const mebibytes = Math.ceil((maxUploadBytes + FORM_BYTES) / MIB);
  return `# Made by deploy/nginx/generate.mjs from the services' cards: change those, then run it.

${services.map((service) => upstream(service, instances[service] ?? [])).join('\n')}
${SCHEME}server {
  listen ${listen} backlog=65535;
  server_tokens off;
${PATIENCE}
  proxy_http_version 1.1;
  proxy_set_header Connection "";
${SAID}  # An instance that is gone is passed over. A request that may have had its effect already (POST, PATCH) is never sent a second time.
  proxy_connect_timeout 3s;
  proxy_next_upstream error timeout;
  proxy_next_upstream_timeout 20s;
  proxy_max_temp_file_size 0;

${problemLocation('too_large', tooLarge(maxUploadBytes))}
${problemLocation('unreachable', UNREACHABLE)}
${problemLocation('headers_too_large', HEADERS_TOO_LARGE, '= /@')}
${problemLocation('bad_request', NOT_HTTP, '= /@')}
  error_page 400 /@bad_request;
  # 494 is nginx's own, for headers that are too large.
  error_page 414 494 =431 /@headers_too_large;
  error_page 413 @too_large;
  error_page 502 504 =503 @unreachable;

${HEALTH}
  location = ${OPENAPI_PATH} {
    default_type application/json;
    alias ${openapi};
  }
${routes.map(({ prefix, service }) => location(prefix, service, mebibytes)).join('')}
${consoleLocations(console)}
  location / {
    default_type application/problem+json;
    return 404 '${problemDocument(NOT_FOUND)}';
  }
}
`;
}

/** @param {string} service @param {readonly string[]} addresses */
export const upstream = (service, addresses) => `upstream ${service} {
${addresses.map((address) => `  server ${address} max_fails=1 fail_timeout=2s;\n`).join('')}}
`;

/** @param {string} prefix @param {string} service @param {number} mebibytes */
function location(prefix, service, mebibytes) {
  const own = prefix === UPLOADS_PATH ? uploadSettings(mebibytes) : prefix === PHONES ? UNLOGGED : '';
  const streams = STREAMS.filter((path) => path.startsWith(`${prefix}/`)).map((path) => streamLocation(path, service));
  return `${streams.join('')}
  location ~ ${routePattern({ prefix })} {${own}
    proxy_pass http://${service};
  }
`;
}

/** @param {ConsoleFiles} files */
function consoleLocations({ folder, views, headers, immutablePath }) {
  /** @param {string} cache */
  const added = (cache) => [...Object.entries(headers), ['Cache-Control', cache]].map(([name, value]) => `    add_header ${name} "${value}";\n`).join('');
  const common = `    root ${folder};
    gzip_static on;
    types { text/html html; text/css css; text/javascript js; image/svg+xml svg; }
`;
  return `
  location ~ ^/(${views.join('|')})?(/|$) {
${common}${added('no-cache')}    try_files /index.html =404;
  }
  location = /favicon.svg {
${common}${added('no-cache')}  }
  location ${immutablePath} {
${common}${added('public, max-age=31536000, immutable')}    error_page 404 @not_found;
  }
${problemLocation('not_found', NOT_FOUND)}`;
}

/** Of the whole head, and of the hand-shake before it; a minute is nginx's own, in which a few hundred callers a second could take all connections. */
export const PATIENCE = '  client_header_timeout 20s;\n';

export const HEALTH = `  location = /health {
    default_type application/json;
    return 200 '{"status":"alive"}';
  }
`;

export const UNLOGGED = `
    # Keys of phones stand in no log; profiles records what they ask.
    access_log off;
    error_log /dev/null;`;

/** @param {number} mebibytes */
const uploadSettings = (mebibytes) => `
    # An upload streams through: it is neither kept here nor sent twice. It may take its time.
    client_max_body_size ${mebibytes}m;
    proxy_request_buffering off;
    proxy_read_timeout 5m;`;

/** @param {string} path @param {string} service */
const streamLocation = (path, service) => `
  location = ${path} {
    # Events are passed on at once, for as long as somebody listens.
    proxy_buffering off;
    proxy_read_timeout 1h;
    proxy_send_timeout 1h;
    proxy_pass http://${service};
  }
`;

/** A request whose address could not be read is led to no named location, only to a path. @param {string} name @param {Problem} problem @param {'@' | '= /@'} [at] */
const problemLocation = (name, problem, at = '@') => `  location ${at}${name} {
    internal;
    default_type application/problem+json;${problem.status === 503 ? '\n    add_header Retry-After 1 always;' : ''}
    return ${problem.status} '${problemDocument(problem)}';
  }
`;

/** @param {Problem} problem */
export const problemDocument = (problem) => JSON.stringify({ type: 'about:blank', ...problem });
