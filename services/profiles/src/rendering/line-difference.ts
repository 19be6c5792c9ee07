import { createTwoFilesPatch, OMIT_HEADERS } from 'diff';

// Past that two files have little in common, and to find it would take long: then all of one is taken out, and all of the other put in.
const MOST_EDITS = 500;
// To look at millions of lines is long as well, and everybody waits meanwhile.
const MOST_CHARACTERS = 300_000;

/** What is to be taken out of a text and put in to make another of it, as unified hunks with three lines around each; '' where they are the same. */
export function lineDifference(before: string, after: string): string {
  if (before === after) return '';
  if (before.length + after.length > MOST_CHARACTERS) return exchanged(before, after);
  const options = { context: 3, headerOptions: OMIT_HEADERS, maxEditLength: MOST_EDITS };
  return createTwoFilesPatch('', '', before, after, undefined, undefined, options) ?? exchanged(before, after);
}

function exchanged(before: string, after: string): string {
  const [out, into] = [marked('-', before), marked('+', after)];
  return `@@ -1,${out.count} +1,${into.count} @@\n${out.text}${into.text}`;
}

/** As a unified difference has it, the missing end of the last line too. */
function marked(mark: '-' | '+', text: string): { readonly count: number; readonly text: string } {
  const lines = text.replace(/\n$/, '').split('\n');
  return { count: lines.length, text: `${mark}${lines.join(`\n${mark}`)}\n${text.endsWith('\n') ? '' : '\\ No newline at end of file\n'}` };
}
