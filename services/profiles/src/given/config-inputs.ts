import { Sealed } from '@ringfleet/secrets';
import type { AnsweringPorts } from '@ringfleet/service-kit';
import type { Format, Json } from '@ringfleet/templates';
import { codingFor, type Enciphered } from '../ciphers/vendor-ciphers.js';
import { openKey } from '../provisioning/provisioning-key.js';
import { settingsOf } from '../provisioning/settings.js';
import { contextOf, type PhoneFacts } from '../rendering/context.js';
import { MASK } from '../rendering/sample-phones.js';
import type { FileTemplate } from '../versions/file-template.js';
import type { Layer } from '../versions/layers.js';
import { isSealed, secretPurpose, type Value } from '../versions/variable.js';
import type { Config } from './load-config.js';

/** The version of a profile that said something. */
export type LayerRef = Pick<Layer, 'profileId' | 'name' | 'number'>;

/** All that a file is made of, secrets in clear: the same inputs make the same bytes. Wherever it is kept it is sealed (PRV-11). */
export interface ConfigInputs {
  /** Versions do not change once they are published, so this names the text. */
  readonly template: LayerRef & Pick<FileTemplate, 'file' | 'modelIds'> & { readonly format: Format };
  readonly context: Readonly<Record<string, Json>>;
  /** The same without secrets. */
  readonly masked: Readonly<Record<string, Json>>;
  /** Which version said the value of a parameter. */
  readonly origins: Readonly<Record<string, LayerRef>>;
  /** Whose template it is. */
  readonly owner: string;
  readonly vendor: string;
  readonly model: string;
  readonly asciiKey: string | null;
  /** How it is encrypted, where the phone takes more than one way. */
  readonly coding: Enciphered['coding'];
  /** The device and the file, for encrypting. */
  readonly place: string;
}

/** What the request says of the file. */
export interface AskedFile {
  readonly file: string;
  readonly acceptEncoding: string;
}

type Keys = Pick<AnsweringPorts, 'sealer' | 'settings' | 'publicUrl'>;

/** Opens what is sealed of a configuration. */
export function inputsOf(config: Config, { file: fileName, acceptEncoding }: AskedFile, keys: Keys): ConfigInputs {
  const { deviceId, facts, laid, file, secrets } = config;
  const open = (sealed: Uint8Array, purpose: string): string => Sealed.fromStored(sealed).open(keys.sealer, purpose);
  const paramOf = (name: string, value: Value): string | null => {
    const layer = laid.params.get(name)?.layer; // who said a secret sealed it
    return isSealed(value) && layer ? open(Buffer.from(value.sealed, 'base64'), secretPurpose(layer.profileId, name)) : null;
  };
  const phone = factsOf(config, keys, open);
  return {
    template: { ...refOf(file.layer), file: file.template.file, modelIds: file.template.modelIds, format: file.template.format },
    context: contextOf(phone, laid, paramOf),
    masked: contextOf(withoutSecrets(phone), laid, () => MASK),
    origins: Object.fromEntries([...laid.params].map(([name, { layer }]) => [name, refOf(layer)])),
    owner: config.ownerResellerId ?? 'provider',
    vendor: facts.model.vendor,
    model: facts.model.name,
    asciiKey: secrets.asciiKey && open(secrets.asciiKey, `device:${deviceId}:asciiKey`),
    coding: secrets.asciiKey && codingFor({ vendor: facts.model.vendor, model: facts.model.name }, acceptEncoding),
    place: `${deviceId}/${fileName.toLowerCase()}`,
  };
}

const refOf = ({ profileId, name, number }: Layer): LayerRef => ({ profileId, name, number });

function factsOf(
  { deviceId, facts, lines, secrets, key }: Config,
  { sealer, settings, publicUrl }: Keys,
  open: (sealed: Uint8Array, purpose: string) => string,
): PhoneFacts {
  const secretOf = (name: 'httpUsername' | 'httpPassword' | 'secret'): string | null => {
    const sealed = secrets[name];
    return sealed && open(sealed, `device:${deviceId}:${name}`);
  };
  const [url] = settingsOf(settings, publicUrl).urls;
  return {
    ...facts,
    device: { ...facts.device, httpUsername: secretOf('httpUsername'), httpPassword: secretOf('httpPassword'), secret: secretOf('secret') },
    lines: lines.map(({ accountId, sipPassword, ...line }) => ({ ...line, sipPassword: sipPassword && open(sipPassword, `account:${accountId}:sipPassword`) })),
    url: `${url}/p/${openKey(deviceId, key, sealer)}/`,
  };
}

const masked = (text: string | null): string | null => (text === null ? null : MASK);

const withoutSecrets = ({ device, lines, ...phone }: PhoneFacts): PhoneFacts => ({
  ...phone,
  device: { ...device, httpUsername: masked(device.httpUsername), httpPassword: masked(device.httpPassword), secret: masked(device.secret) },
  lines: lines.map((line) => ({ ...line, sipPassword: masked(line.sipPassword) })),
  url: `${MASK}/`,
});
