/** `# TYPE name type` lines of what a process exposes: every name that a query may use. */
export function exposedNames(text: string): ReadonlySet<string> {
  const names = Array.from(text.matchAll(/^# TYPE (\S+) (\S+)$/gm), ([, name = '', type = '']) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : type === 'summary' ? [name, `${name}_sum`, `${name}_count`] : [name],
  );
  return new Set(names.flat());
}

const NOT_NAMES = new Set(['and', 'or', 'unless', 'bool', 'offset', 'inf', 'nan']);

/** Names of metrics in a PromQL expression: what is neither a function nor a label nor a number. 'sum by (le) (rate(a_total{b="c"}[5m])) > 1' → ['a_total'] */
export function queriedNames(expression: string): string[] {
  const bare = expression
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '')
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, ' ')
    .replaceAll(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  const words = Array.from(bare.matchAll(/(?<!\w)[a-zA-Z_:][\w:]*(?!\w)(?!\s*\()/g), ([word]) => word);
  return words.filter((word) => !NOT_NAMES.has(word.toLowerCase()));
}
