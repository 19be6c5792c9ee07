import type { FileTemplate } from '../versions/file-template.js';
import type { Variable } from '../versions/variable.js';

/** What a profile of a vendor's phones may begin with: made by us from the parameters that the vendor documents, not tried on phones here. */
export interface Starter {
  readonly vendor: string;
  /** Names of shipped models, without the vendor, that it is for. */
  readonly models: readonly string[];
  readonly templates: readonly FileTemplate[];
}

const variable = (name: string, label: string, more: Partial<Variable> & Pick<Variable, 'type'>): Variable => ({
  name,
  label,
  default: null,
  min: null,
  max: null,
  maxLength: null,
  choices: [],
  ...more,
});

/** What every starter leaves to be set. */
export const STARTER_VARIABLES: readonly Variable[] = [
  variable('sip_server', 'Registrar', { type: 'string', default: 'sip.example.net', maxLength: 253 }),
  variable('sip_port', 'Port of the registrar', { type: 'integer', default: 5060, min: 1, max: 65_535 }),
  variable('register_seconds', 'Seconds between registrations', { type: 'integer', default: 3600, min: 60, max: 86_400 }),
  variable('ntp_server', 'Time server', { type: 'string', default: 'pool.ntp.org', maxLength: 253 }),
  variable('admin_password', "Password of the phone's own pages", { type: 'secret', maxLength: 32 }),
];

/** A template for all models that its profile is for. */
export const forAll = (file: string, format: FileTemplate['format'], text: string): FileTemplate => ({ file, format, modelIds: [], text });
