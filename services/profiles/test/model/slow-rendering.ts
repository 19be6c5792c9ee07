// The rule of the layers as product.md has it (PRV-01, PRV-02), written down slowly: of each name, who said it last on the way down to the phone.
import type { ValueOrigin } from '../../src/rendering/origin.js';
import type { Plain } from '../../src/versions/variable.js';
import type { Piece } from './pieces.js';
import type { PhonePlan, Plan, VariablePlan } from './plan.js';

const MASK = '********';

/** What is known of a run beside its plan. */
export interface Known {
  readonly profiles: readonly { readonly id: string; readonly name: string; readonly version: number }[];
  readonly numbers: readonly string[];
  readonly mac: string;
  readonly url: string;
  readonly login: { readonly username: string; readonly password: string };
}

export interface Expected {
  readonly text: string;
  readonly values: readonly { readonly line: number; readonly text: string; readonly expression: string; readonly from: readonly ValueOrigin[] }[];
}

type Found = { readonly value: Plain | null; readonly isSecret?: boolean; readonly from: ValueOrigin };

/** Of which profile the template is that makes the file of a phone: the nearest that has one; in it one for its model before one for all. */
export function templateFor(plan: Plan, { model }: PhonePlan): { readonly profile: number; readonly whose: 'all' | 'first' | 'second' } {
  for (let profile = plan.templates.length - 1; profile >= 0; profile -= 1) {
    for (const whose of [model, 'all'] as const) if (plan.templates[profile]?.includes(whose) || (profile === 0 && whose === 'all')) return { profile, whose };
  }
  throw new Error('The first profile has a template for all.');
}

/** @param isMasked as people see it, or as the phone gets it */
export function renderSlowly(plan: Plan, phone: PhonePlan, pieces: readonly Piece[], known: Known, isMasked: boolean): Expected {
  const written = { text: '', values: [] as Expected['values'][number][] };
  const write = (piece: Piece, loop: Loop): void => {
    if ('literal' in piece) {
      written.text += piece.literal;
    } else if ('each' in piece) {
      const rounds = piece.each === 'ports' ? phone.ports : usedPorts(phone).length;
      for (let at = 0; at < rounds; at += 1) for (const inner of piece.pieces) write(inner, { list: piece.each, at });
    } else {
      const { value, isSecret, from } = find(plan, phone, piece.name, known, loop);
      const text = escape(plan, value !== null && isSecret && isMasked ? (piece.name === 'url' ? `${MASK}/` : MASK) : value);
      written.values.push({ line: written.text.split('\n').length, text, expression: `{{ ${piece.name} }}`, from: [from] });
      written.text += text;
    }
  };
  for (const piece of pieces) write(piece, { list: 'lines', at: 0 });
  return written;
}

interface Loop {
  readonly list: 'lines' | 'ports';
  readonly at: number;
}

const usedPorts = ({ lines }: PhonePlan): number[] => lines.flatMap((account, port) => (account === null ? [] : [port]));

function find(plan: Plan, phone: PhonePlan, name: string, known: Known, loop: Loop): Found {
  const [root = '', field = ''] = name.split('.');
  const origin = (layer: ValueOrigin['layer'], path = name): ValueOrigin => ({ path, layer, profile: null });
  if (root === 'params')
    return findParam(
      plan.variables.find((each) => each.name === field),
      name,
      known,
    );
  if (root === 'device') return { ...deviceField(phone, field, known), from: origin('device') };
  if (root === 'model') return { value: { vendor: 'Vendor', name: phone.model, ports: phone.ports }[field] ?? null, from: origin('model') };
  if (root === 'url') return { value: known.url, isSecret: true, from: origin('system') };
  const port = loop.list === 'ports' ? loop.at : (usedPorts(phone)[loop.at] ?? 0);
  return { ...lineField(plan, phone, { port, field }, known), from: origin('lines', `${loop.list}[${loop.at}].${field}`) };
}

function findParam(variable: VariablePlan | undefined, path: string, known: Known): Found {
  if (!variable) throw new Error(`There is no ${path}.`);
  let said: { readonly value: Plain | null; readonly profile: number } = { value: variable.default, profile: variable.owner };
  for (let profile = variable.owner; profile < known.profiles.length; profile += 1) {
    const value = variable.said[profile];
    if (value !== undefined) said = { value, profile };
  }
  const profile = known.profiles[said.profile];
  if (!profile) throw new Error('No such profile.');
  return { value: said.value, isSecret: variable.type === 'secret', from: { path, layer: 'profile', profile } };
}

function deviceField(phone: PhonePlan, field: string, { mac, login }: Known): Pick<Found, 'value' | 'isSecret'> {
  const plain: Readonly<Record<string, string | null>> = {
    name: phone.name,
    description: phone.description,
    mac: mac.toLowerCase(),
    macUpper: mac.toUpperCase(),
    macColons: mac.toUpperCase().replaceAll(/(..)(?=.)/g, '$1:'),
  };
  const secret: Readonly<Record<string, string | null>> = { httpUsername: login.username, httpPassword: login.password, secret: phone.secret };
  return field in secret ? { value: secret[field] ?? null, isSecret: true } : { value: plain[field] ?? null };
}

function lineField(
  plan: Plan,
  phone: PhonePlan,
  { port, field }: { readonly port: number; readonly field: string },
  known: Known,
): Pick<Found, 'value' | 'isSecret'> {
  const index = phone.lines[port] ?? null;
  const account = index === null ? undefined : plan.accounts[index];
  const number = index === null ? undefined : known.numbers[index];
  if (field === 'sipPassword') return { value: account?.password ?? null, isSecret: true };
  const fields: Readonly<Record<string, Plain | null | undefined>> = {
    port,
    index: port + 1,
    used: account !== undefined,
    number,
    sipUsername: number === undefined ? null : `u${number}`,
    extension: account?.extension,
    displayName: account?.displayName,
  };
  return { value: fields[field] ?? null };
}

function escape({ format }: Plan, value: Plain | null): string {
  if (format === 'json') return JSON.stringify(value);
  if (value === null) return '';
  if (format !== 'xml') return String(value);
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&#39;').replaceAll('"', '&quot;');
}
