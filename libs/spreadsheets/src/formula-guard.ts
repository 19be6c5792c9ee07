// What a spreadsheet program would run when it opens a csv, behind any number of quotes: "=1+1", "'=1+1", "@x", "-3".
const RUNS = /^'*[=+\-@\t\r]/;
const GUARDED = /^'+[=+\-@\t\r]/;

/** Puts one ' before a csv cell that a spreadsheet program would run as a formula (EXP-02). A cell that already looks guarded gets one more, so that `unguard` gives back exactly what was there. */
export const guard = (cell: string): string => (RUNS.test(cell) ? `'${cell}` : cell);

/** Takes exactly one guarding ' off a csv cell. Cells of xlsx and xls are never guarded. */
export const unguard = (cell: string): string => (cell.startsWith("'") && GUARDED.test(cell) ? cell.slice(1) : cell);
