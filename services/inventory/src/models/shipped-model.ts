/** A vendor of the shipped catalogue: what its models have in common, and the models. Facts from the documents that each file names, not tried on phones here. */
export interface ShippedVendor {
  readonly vendor: string;
  /** First six digits of MAC addresses. */
  readonly macPrefixes: readonly string[];
  /** Names of the files that a phone asks for, in its order; `{mac}` in lower case, `{MAC}` in upper, `{model}`, `{psn}` (Cisco's short model name). */
  readonly configFiles: readonly string[];
  /** Event of the NOTIFY after which it fetches its configuration, or starts again. */
  readonly resyncEvent: string;
  readonly rebootEvent: string;
  readonly models: readonly ShippedModel[];
}

export interface ShippedModel {
  /** Without the vendor. */
  readonly name: string;
  /** Lines that can be registered; of a DECT base handsets. */
  readonly ports: number;
  /** Where they are others than those of the vendor's other models. */
  readonly configFiles?: readonly string[];
  /** How many can be plugged in. */
  readonly expansionModules?: number;
  readonly virtual?: boolean;
  readonly dectBase?: boolean;
  readonly dectMulticell?: boolean;
}
