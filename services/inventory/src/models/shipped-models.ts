import { namedId } from '@ringfleet/kernel';

export interface ShippedModel {
  readonly vendor: string;
  readonly name: string;
  /** Lines that can be registered, by the vendor's data sheet. */
  readonly ports: number;
  readonly virtual?: boolean;
  readonly dectBase?: boolean;
  readonly dectMulticell?: boolean;
}

/** What every catalogue begins with (INV-13; product.md §11). */
export const SHIPPED_MODELS: readonly ShippedModel[] = [
  { vendor: 'Yealink', name: 'SIP-T21P E2', ports: 2 },
  { vendor: 'Yealink', name: 'SIP-T54W', ports: 16 },
  { vendor: 'Cisco', name: '6821', ports: 2 },
  { vendor: 'Cisco', name: '8851', ports: 10 },
  { vendor: 'Poly', name: 'VVX 450', ports: 12 },
  { vendor: 'Snom', name: 'D785', ports: 12 },
  { vendor: 'Grandstream', name: 'GXP2135', ports: 8 },
  { vendor: 'Grandstream', name: 'HT814', ports: 4 },
  { vendor: 'Fanvil', name: 'X5U', ports: 16 },
  { vendor: 'Panasonic', name: 'KX-HDV230', ports: 6 },
  { vendor: 'Gigaset', name: 'N870 IP PRO', ports: 20, dectBase: true, dectMulticell: true },
  { vendor: 'Mitel', name: '6940', ports: 24 },
];

export const shippedModelId = ({ vendor, name }: Pick<ShippedModel, 'vendor' | 'name'>): string => namedId(`model/${vendor} ${name}`);
