import { namedId } from '@ringfleet/kernel';
import type { FileTemplate } from '../versions/file-template.js';
import type { Variable } from '../versions/variable.js';
import { STARTER_VARIABLES, type Starter } from './vendor-starter.js';
import { cisco } from './vendors/cisco.js';
import { fanvil } from './vendors/fanvil.js';
import { gigaset } from './vendors/gigaset.js';
import { grandstream } from './vendors/grandstream.js';
import { htek } from './vendors/htek.js';
import { mitel } from './vendors/mitel.js';
import { panasonic } from './vendors/panasonic.js';
import { poly } from './vendors/poly.js';
import { snom } from './vendors/snom.js';
import { yealink } from './vendors/yealink.js';

export const STARTERS: readonly Starter[] = [cisco, fanvil, gigaset, grandstream, htek, mitel, panasonic, poly, snom, yealink];

/** A starter as the API shows it: variables and templates are those of a draft. */
export interface StarterView {
  readonly vendor: string;
  /** Of the shipped models that it is for. */
  readonly modelIds: readonly string[];
  readonly variables: readonly Variable[];
  readonly templates: readonly FileTemplate[];
}

export const starterViews = (): StarterView[] =>
  STARTERS.map(({ vendor, models, templates }) => ({
    vendor,
    modelIds: models.map((name) => namedId(`model/${vendor} ${name}`)),
    variables: STARTER_VARIABLES,
    templates,
  }));
