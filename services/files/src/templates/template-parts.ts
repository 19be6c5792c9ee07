import type { Column } from '@ringfleet/contracts';
import type { TemplateWords } from './template-words.js';

/** A list that a template offers for a column. */
export interface TemplateList {
  readonly column: Column;
  readonly header: string;
  readonly values: readonly string[];
}

export interface TemplateParts {
  readonly columns: readonly { readonly header: string; readonly column: Column | undefined; readonly choices?: readonly string[] }[];
  readonly lists: readonly TemplateList[];
  readonly words: TemplateWords;
}
