import type { Schemas } from '@ringfleet/client';
import type { TFunction } from 'i18next';
import type { Import } from '../imports/import.js';

export type DeviceReport = Schemas['DeviceReport'];

export const STATES = ['inStock', 'assigned', 'inService', 'retired'] as const;

/** A chart and the table that says the same: rows of figures, one bar or stack for each. */
export interface Chart {
  readonly id: 'overTime' | 'models' | 'managers' | 'imports';
  /** Bars lie, with their names beside them. */
  readonly lying: boolean;
  readonly series: readonly { readonly name: string; readonly label: string; readonly colour: string }[];
  readonly rows: readonly ChartRow[];
}

export interface ChartRow {
  readonly label: string;
  /** By which the list shows what is counted. */
  readonly filters?: Readonly<Record<string, string>>;
  readonly figures: Readonly<Record<string, number>>;
}

interface Words {
  readonly t: TFunction;
  readonly language: string;
}

/** None of the states is good or bad: one hue, told apart in grey too. */
const SHADES = ['blue.3', 'blue.6', 'blue.9', 'gray.5'] as const;
const MOST_BARS = 10;
const IMPORT_DAYS = 14;

const dayIn = (language: string, day: string): string =>
  new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(day));
const DEVICES = 'devices';
const devices = ({ t }: Words): Chart['series'] => [{ name: DEVICES, label: t('dashboard.devices'), colour: 'blue.8' }];

export function overTimeChart({ days }: DeviceReport, words: Words): Chart {
  const byDay = Map.groupBy(days, ({ day }) => day);
  return {
    id: 'overTime',
    lying: false,
    series: STATES.map((state, index) => ({ name: state, label: words.t(`lifecycle.${state}`), colour: SHADES[index] ?? 'gray.5' })),
    rows: [...byDay].map(([day, of]) => ({
      label: dayIn(words.language, day),
      figures: Object.fromEntries(STATES.map((state) => [state, of.find((each) => each.state === state)?.devices ?? 0])),
    })),
  };
}

/** The most, and the rest in one. */
function ranked(id: 'models' | 'managers', words: Words, all: readonly (ChartRow & { readonly devices: number })[]): Chart {
  const rest = all.slice(MOST_BARS).reduce((sum, each) => sum + each.devices, 0);
  const rows = all.slice(0, MOST_BARS).map(({ label, filters, figures }) => ({ label, ...(filters && { filters }), figures }));
  return { id, lying: true, series: devices(words), rows: rest > 0 ? [...rows, { label: words.t('dashboard.others'), figures: { [DEVICES]: rest } }] : rows };
}

export const modelsChart = ({ models }: DeviceReport, words: Words): Chart =>
  ranked(
    'models',
    words,
    models.map(({ model, devices: count }) => ({ label: model.name, filters: { 'f.model': model.id }, figures: { [DEVICES]: count }, devices: count })),
  );

export const managersChart = ({ managers }: DeviceReport, words: Words): Chart =>
  ranked(
    'managers',
    words,
    managers.map(({ managedBy, devices: count }) => ({
      label: managedBy?.name ?? words.t('device.administratorOnly'),
      filters: { 'f.managedBy': managedBy?.id ?? 'administrator' },
      figures: { [DEVICES]: count },
      devices: count,
    })),
  );

const COUNTS = ['applied', 'unchanged', 'rejected'] as const;
const OUTCOMES = { applied: 'teal.8', unchanged: 'gray.5', rejected: 'red.7' } as const;

export function importsChart(imports: readonly Import[], { t, language }: Words): Chart {
  const byDay = Map.groupBy(imports, ({ createdAt }) => createdAt.slice(0, 10));
  const days = [...byDay].slice(0, IMPORT_DAYS).toReversed();
  return {
    id: 'imports',
    lying: false,
    series: COUNTS.map((name) => ({ name, label: t(`import.${name}`), colour: OUTCOMES[name] })),
    rows: days.map(([day, of]) => ({
      label: dayIn(language, day),
      figures: Object.fromEntries(COUNTS.map((name) => [name, of.reduce((sum, { counts }) => sum + counts[name], 0)])),
    })),
  };
}
