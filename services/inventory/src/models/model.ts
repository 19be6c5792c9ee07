/** A device model of the catalogue (INV-13). */
export interface Model {
  readonly id: string;
  readonly vendor: string;
  /** Without the vendor. */
  readonly name: string;
  /** Key of vendor and name in one: "yealink sip-t54w". */
  readonly nameKey: string;
  readonly ports: number;
  /** It has no MAC address (INV-03). */
  readonly virtual: boolean;
}

/** As cells, lists and events say it. */
export const modelLabel = (model: Pick<Model, 'vendor' | 'name'>): string => `${model.vendor} ${model.name}`;
