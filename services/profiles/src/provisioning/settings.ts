const SECOND_MS = 1_000;
const TWO_DAYS_SECONDS = 172_800;
const SHORTEST_SECRET = 32;

export interface ProvisioningSettings {
  /** RINGFLEET_PROVISIONING_URLS: where phones reach the front door, one address or several (https and http) with commas between; without it the phones' own port of `npm start`, or what people reach the front door by. */
  readonly urls: readonly string[];
  /** RINGFLEET_PROVISIONING_OVERLAP_SECONDS: so long an old key or password serves beside the new one (two days). */
  readonly overlapMs: number;
  /** RINGFLEET_PROVISIONING_EDGE_SECRET: by which the edge that verifies certificates of phones is known; null: none is believed. */
  readonly edgeSecret: string | null;
  /** RINGFLEET_PROVISIONING_HTTP_MODELS: which phones may come over http, in lower case: vendors ('cisco') or models ('cisco spa504g'). */
  readonly httpModels: ReadonlySet<string>;
  /** No address is https: a trial without certificates, where everything goes over http. */
  readonly isHttpAlone: boolean;
}

/** Throws where a setting is not what it must be, so that the service does not start with it. */
export function settingsOf(settings: Readonly<Record<string, string | undefined>>, publicUrl: string): ProvisioningSettings {
  const urls = (settings['RINGFLEET_PROVISIONING_URLS'] || publicUrl).split(',').map((url) => url.trim().replace(/\/$/, ''));
  for (const url of urls) {
    if (!/^https?:\/\/[^/?#\s]+$/.test(url)) throw new Error(`RINGFLEET_PROVISIONING_URLS: '${url}' is no address such as https://phones.example.net.`);
  }
  const overlap = settings['RINGFLEET_PROVISIONING_OVERLAP_SECONDS'] || String(TWO_DAYS_SECONDS);
  if (!/^[1-9]\d{0,8}$/.test(overlap)) throw new Error(`RINGFLEET_PROVISIONING_OVERLAP_SECONDS must be a whole number above 0, not '${overlap}'.`); // 172800
  const edgeSecret = settings['RINGFLEET_PROVISIONING_EDGE_SECRET'] || null;
  if (edgeSecret !== null && edgeSecret.length < SHORTEST_SECRET)
    throw new Error(`RINGFLEET_PROVISIONING_EDGE_SECRET must have ${SHORTEST_SECRET} characters or more.`);
  const httpModels = (settings['RINGFLEET_PROVISIONING_HTTP_MODELS'] ?? '').split(',').map((name) => name.trim().toLowerCase());
  return {
    urls,
    overlapMs: Number(overlap) * SECOND_MS,
    edgeSecret,
    httpModels: new Set(httpModels.filter((name) => name !== '')),
    isHttpAlone: urls.every((url) => url.startsWith('http:')),
  };
}
