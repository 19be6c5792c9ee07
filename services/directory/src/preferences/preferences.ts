/** How a user likes its lists (DIR-09, UI-04..07). What was never chosen is left out: the console has its own beginning. */
export interface Preferences {
  /** Results on a page, in every list. */
  readonly pageSize?: number;
  readonly rowStyle?: 'comfortable' | 'compact';
  /** By list, the columns shown, in their order. */
  readonly columns?: Readonly<Record<string, readonly string[]>>;
}
