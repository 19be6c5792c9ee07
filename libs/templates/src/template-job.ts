/**
 * What a template makes, and so how values are escaped in it: `xml`; `text`, lines of key=value; `quoted`, lines of KEY="value"; `json`, where a text is written with its quotes.
 */
export const FORMATS = ['xml', 'text', 'quoted', 'json'] as const;
export type Format = (typeof FORMATS)[number];

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface RenderJob {
  readonly format: Format;
  readonly text: string;
  /** Plain data: what a template may name. Every name that it may use is there, null where there is no value. */
  readonly context: { readonly [key: string]: Json };
  /** Whether to tell which names each output was made of. */
  readonly trace?: boolean;
}

/** Where in the result a template wrote a value, and what of the context it read for it. */
export interface TracedOutput {
  /** In the result, from 1. */
  readonly line: number;
  /** As it was written: escaped. */
  readonly text: string;
  /** {{ line.displayName }} */
  readonly expression: string;
  /** lines[0].displayName; conditions around it are not among them. */
  readonly reads: readonly string[];
}

export interface TemplateRefusal {
  readonly code: 'bad_template' | 'unknown_name' | 'bad_data' | 'not_well_formed' | 'time_limit' | 'memory_limit' | 'output_limit';
  readonly message: string;
  /** Of the template, from 1; of the result where that is not well-formed; null where nobody can say. */
  readonly line: number | null;
  /** The output or tag at fault: {{ line.displayName }}. */
  readonly expression: string | null;
}

export type Rendered = { readonly text: string; readonly outputs: readonly TracedOutput[] } | { readonly refusal: TemplateRefusal };

export interface TemplateLimits {
  /** Of the whole, after which its thread is ended. */
  readonly timeMs: number;
  /** At which the engine stops by itself; less than `timeMs`. */
  readonly renderMs: number;
  /** Of a thread. */
  readonly heapMb: number;
  /** Characters of the result. */
  readonly output: number;
  /** Threads, and so templates at once. */
  readonly threads: number;
}

export const DEFAULT_LIMITS: TemplateLimits = { timeMs: 3_000, renderMs: 1_000, heapMb: 64, output: 1_000_000, threads: 2 };
