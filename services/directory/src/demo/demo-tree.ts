import { namedId } from '@ringfleet/kernel';
import type { Account } from '../accounts/account.js';
import type { ProvisionDevices } from '../customers/customer.js';

// The demo data of product.md §11. Ids are made of names, so that other services' demo records can name these.

export interface DemoAccount extends Partial<Pick<Account, 'displayName' | 'kind'>> {
  readonly number: string;
  readonly site?: string;
}

export interface DemoCustomer {
  readonly name: string;
  readonly reseller?: string;
  readonly provisionDevices?: ProvisionDevices;
  readonly sites?: readonly { readonly name: string; readonly approvedModels?: readonly string[] }[];
  readonly accounts: readonly DemoAccount[];
}

export const RESELLERS = ['North Telecom', 'Harbour Voice'] as const;

export const CUSTOMERS: readonly DemoCustomer[] = [
  {
    name: 'Canistracci OIL',
    sites: [{ name: 'Head office' }, { name: 'Refinery', approvedModels: ['Cisco 6821', 'Snom D785'] }],
    accounts: [
      { number: '8133793275', displayName: 'Reception', site: 'Head office' },
      { number: '8132803482', displayName: 'Accounts', site: 'Head office' },
      { number: '8132803483', displayName: 'Refinery gate', site: 'Refinery' },
      { number: '8132803484', displayName: 'Refinery control room', site: 'Refinery' },
      { number: '8132803490', displayName: 'Fax', kind: 'fax', site: 'Head office' },
    ],
  },
  {
    name: 'EasyCall',
    provisionDevices: 'view',
    accounts: [
      { number: '8135550101', displayName: 'Front desk' },
      { number: '8135550102', displayName: 'Support queue', kind: 'queue' },
    ],
  },
  {
    name: 'Alpine Dental',
    reseller: 'North Telecom',
    accounts: [
      { number: '8135550211', displayName: 'Reception' },
      { number: '8135550212', displayName: 'Surgery 1' },
      { number: '8135550213', displayName: 'Surgery 2' },
    ],
  },
  {
    name: 'Birch & Sons',
    reseller: 'North Telecom',
    accounts: [
      { number: '8135550221', displayName: 'Yard' },
      { number: '8135550222', displayName: 'Office' },
    ],
  },
  {
    name: 'Alpine Dental',
    reseller: 'Harbour Voice',
    accounts: [
      { number: '8135550311', displayName: 'Reception' },
      { number: '8135550312', displayName: 'Laboratory' },
    ],
  },
  {
    name: 'Quay Hotel',
    reseller: 'Harbour Voice',
    accounts: [
      { number: '8135550321', displayName: 'Lobby' },
      { number: '8135550322', displayName: 'Room 101' },
      { number: '8135550323', displayName: 'Room 102' },
      { number: '8135550329', displayName: 'Opening hours', kind: 'menu' },
    ],
  },
];

/** Each is the administrator of what is named; the first of the provider. */
export const USERS = [
  { name: 'admin', role: 'administrator' },
  { name: 'north-admin', role: 'reseller-admin', reseller: 'North Telecom' },
  { name: 'harbour-admin', role: 'reseller-admin', reseller: 'Harbour Voice' },
  { name: 'canistracci-admin', role: 'customer-admin', customer: { name: 'Canistracci OIL' } },
] as const;

export const resellerId = (name: string): string => namedId(`reseller/${name}`);

export const customerId = ({ name, reseller }: Pick<DemoCustomer, 'name' | 'reseller'>): string =>
  namedId(['customer', ...(reseller ? [reseller] : []), name].join('/'));

/** Named below the customer as it is: 'site/Canistracci OIL/Head office'. */
export const siteId = (customer: string, name: string): string => namedId(`site/${customer}/${name}`);

export const accountId = (number: string): string => namedId(`account/${number}`);

export const modelId = (name: string): string => namedId(`model/${name}`);

/** As carriers number: the last four digits. */
export const extensionOf = (number: string): string => number.slice(-4);
