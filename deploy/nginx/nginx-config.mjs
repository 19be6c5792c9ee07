// The front door as nginx has it: what belongs into its `http` block. Made from the one table of routes, which the services' cards give.

const MIB = 1024 * 1024;
/** The form around an uploaded file. */
const FORM_BYTES = MIB;
const UPLOADS = '/api/v1/imports';
const STREAM = '/api/v1/notifications/stream';

/**
 * @typedef {object} FrontDoor
 * @property {readonly {readonly prefix: string, readonly service: string}[]} routes
 * @property {Readonly<Record<string, readonly string[]>>} instances by service: host:port of each instance
 * @property {string} listen 8080, or 127.0.0.1:8080
 * @property {number} [maxUploadBytes] of a file (100 MiB)
 */

/** @param {FrontDoor} frontDoor @returns {string} */
export function nginxConfig({ routes, instances, listen, maxUploadBytes = 100 * MIB }) {
  const services = [...new Set(routes.map(({ service }) => service))].toSorted();
  const mebibytes = Math.ceil((maxUploadBytes + FORM_BYTES) / MIB);
  return `# Made by deploy/nginx/generate.mjs from the services' cards: change those, then run it.

${services.map((service) => upstream(service, instances[service] ?? [])).join('\n')}
server {
  listen ${listen};
  server_tokens off;

  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_set_header Host $http_host;
  # What the client itself says of where it comes from is worth nothing.
  proxy_set_header X-Forwarded-For $remote_addr;
  proxy_set_header X-Forwarded-Proto $scheme;
  # An instance that is gone is passed over. A request that may have had its effect already (POST, PATCH) is never sent a second time.
  proxy_connect_timeout 3s;
  proxy_next_upstream error timeout;
  proxy_next_upstream_timeout 20s;
  proxy_max_temp_file_size 0;

${problem('too_large', 413, 'Content too large', 'too_large', `A file may have ${Math.floor(maxUploadBytes / MIB)} MiB at most, and any other request 1 MiB.`)}
${problem('unreachable', 503, 'Service unavailable', 'service_unreachable', 'The service behind this path does not answer; try again in a moment.')}
  error_page 413 @too_large;
  error_page 502 504 =503 @unreachable;

  location = /health {
    default_type application/json;
    return 200 '{"status":"alive"}';
  }
${routes.map(({ prefix, service }) => location(prefix, service, mebibytes)).join('')}
  location / {
    default_type application/problem+json;
    return 404 '${problemDocument(404, 'Not found', 'not_found', 'There is nothing at this path.')}';
  }
}
`;
}

const upstream = (service, addresses) => `upstream ${service} {
${addresses.map((address) => `  server ${address} max_fails=1 fail_timeout=2s;\n`).join('')}}
`;

function location(prefix, service, mebibytes) {
  const upload = prefix === UPLOADS ? uploadSettings(mebibytes) : '';
  const stream = STREAM.startsWith(`${prefix}/`) ? streamLocation(service) : '';
  return `${stream}
  location ~ ^${prefix.replaceAll('.', '\\.')}(/|$) {${upload}
    proxy_pass http://${service};
  }
`;
}

const uploadSettings = (mebibytes) => `
    # An upload streams through: it is neither kept here nor sent twice. It may take its time.
    client_max_body_size ${mebibytes}m;
    proxy_request_buffering off;
    proxy_read_timeout 5m;`;

const streamLocation = (service) => `
  location = ${STREAM} {
    # Events are passed on at once, for as long as somebody listens.
    proxy_buffering off;
    proxy_read_timeout 1h;
    proxy_send_timeout 1h;
    proxy_pass http://${service};
  }
`;

const problem = (name, status, title, code, detail) => `  location @${name} {
    internal;
    default_type application/problem+json;${status === 503 ? '\n    add_header Retry-After 1 always;' : ''}
    return ${status} '${problemDocument(status, title, code, detail)}';
  }
`;

const problemDocument = (status, title, code, detail) => JSON.stringify({ type: 'about:blank', status, title, code, detail });
