import { cisco } from './cisco.js';
import { fanvil } from './fanvil.js';
import { gigaset } from './gigaset.js';
import { grandstream } from './grandstream.js';
import { htek } from './htek.js';
import { mitel } from './mitel.js';
import { panasonic } from './panasonic.js';
import { poly } from './poly.js';
import { snom } from './snom.js';
import { yealink } from './yealink.js';
import type { ShippedVendor } from '../shipped-model.js';

export const VENDORS: readonly ShippedVendor[] = [yealink, cisco, poly, snom, grandstream, fanvil, panasonic, gigaset, mitel, htek];
