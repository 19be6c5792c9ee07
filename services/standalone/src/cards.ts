import { deviceControl } from '@ringfleet/device-control';
import { directory } from '@ringfleet/directory';
import { files } from '@ringfleet/files';
import { inventory } from '@ringfleet/inventory';
import { notifications } from '@ringfleet/notifications';
import { profiles } from '@ringfleet/profiles';
import { routesOf, type ServiceCard } from '@ringfleet/service-kit';

/** Every service, in the order in which they start: owners of what others copy first. */
export const CARDS: readonly ServiceCard[] = [directory, profiles, inventory, files, notifications, deviceControl];

/** What the front door sends where, this process or nginx (`deploy/nginx`). */
export const ROUTES = routesOf(CARDS);
