// Where phones come over TLS, with a certificate of their vendor or none: what belongs into the `http` block of an nginx of its own, or beside ringfleet.conf.
import { routePattern } from '@ringfleet/service-kit';
import { HEALTH, NOT_FOUND, PATIENCE, PHONES, problemDocument, UNLOGGED, upstream } from './nginx-config.mjs';

/** Where the operator puts tls.crt, tls.key, vendors.pem (the vendors' CAs) and edge.conf: proxy_set_header X-Phone-Edge "the secret"; */
export const PHONES_FOLDER = '/etc/ringfleet-phones';

const UPSTREAM = 'profiles-of-phones';

const UNVERIFIED = `  # nginx forgives an unknown CA alone: a certificate that has run out, is not in force yet or is forged it would answer itself. Whoever has one signs in as if it had none.
  error_page 495 = @unverified;
  location @unverified {${UNLOGGED}
    default_type application/problem+json;
    if ($uri !~ ${routePattern({ prefix: PHONES })}) {
      return 404 '${problemDocument(NOT_FOUND)}';
    }
    proxy_pass http://${UPSTREAM};
  }
`;

/** @param {{ readonly listen: string, readonly folder: string, readonly profiles: readonly string[] }} edge listen: 8443, or 127.0.0.1:8443; profiles: host:port of each instance @returns {string} */
export const phonesConfig = ({ listen, folder, profiles }) => `# Made by deploy/nginx/generate.mjs: change deploy/nginx/phones-config.mjs, then run it.

${upstream(UPSTREAM, profiles)}
# Of a certificate that no vendor's CA has signed nothing is said.
map $ssl_client_verify $ringfleet_phone {
  SUCCESS $ssl_client_s_dn;
  default "";
}

server {
  listen ${listen} ssl backlog=65535;
  server_tokens off;
${PATIENCE}  ssl_certificate ${folder}/tls.crt;
  ssl_certificate_key ${folder}/tls.key;
  ssl_protocols TLSv1.2 TLSv1.3;
  # Whoever has none, or another's, signs in by password or is refused as everybody is.
  ssl_client_certificate ${folder}/vendors.pem;
  ssl_verify_client optional_no_ca;
  ssl_verify_depth 4;

  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_set_header Host $http_host;
  proxy_set_header X-Forwarded-For $remote_addr;
  proxy_set_header X-Forwarded-Proto $scheme;
  # What the phone itself writes there is overwritten; the secret tells profiles that it was.
  proxy_set_header X-Phone-Certificate $ringfleet_phone;
  include ${folder}/edge.conf;
  proxy_connect_timeout 3s;
  proxy_max_temp_file_size 0;

${HEALTH}
  location ~ ${routePattern({ prefix: PHONES })} {${UNLOGGED}
    proxy_pass http://${UPSTREAM};
  }

${UNVERIFIED}
  location / {
    default_type application/problem+json;
    return 404 '${problemDocument(NOT_FOUND)}';
  }
}
`;
