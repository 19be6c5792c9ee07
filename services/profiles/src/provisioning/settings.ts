const SECOND_MS = 1_000;
const TWO_DAYS_SECONDS = 172_800;

export interface ProvisioningSettings {
  /** RINGFLEET_PROVISIONING_URLS: where phones reach the front door, one address or several (https and http) with commas between; what people reach it by. */
  readonly urls: readonly string[];
  /** RINGFLEET_PROVISIONING_OVERLAP_SECONDS: so long an old key or password serves beside the new one (two days). */
  readonly overlapMs: number;
}

/** Throws where a setting is not what it must be, so that the service does not start with it. */
export function settingsOf(settings: Readonly<Record<string, string | undefined>>, publicUrl: string): ProvisioningSettings {
  const urls = (settings['RINGFLEET_PROVISIONING_URLS'] || publicUrl).split(',').map((url) => url.trim().replace(/\/$/, ''));
  for (const url of urls) {
    if (!/^https?:\/\/[^/?#\s]+$/.test(url)) throw new Error(`RINGFLEET_PROVISIONING_URLS: '${url}' is no address such as https://phones.example.net.`);
  }
  const overlap = settings['RINGFLEET_PROVISIONING_OVERLAP_SECONDS'] || String(TWO_DAYS_SECONDS);
  if (!/^[1-9]\d{0,8}$/.test(overlap)) throw new Error(`RINGFLEET_PROVISIONING_OVERLAP_SECONDS must be a whole number above 0, not '${overlap}'.`); // 172800
  return { urls, overlapMs: Number(overlap) * SECOND_MS };
}
