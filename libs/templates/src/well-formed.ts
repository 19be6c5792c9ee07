import { SaxesParser } from 'saxes';
import type { Format, TemplateRefusal } from './template-job.js';

/** Why the result is not of its format. Of the text of the result nothing is said. */
export function misformed(format: Format, text: string): TemplateRefusal | undefined {
  if (format === 'xml') return misformedXml(text);
  if (format === 'json') return misformedJson(text);
  return undefined;
}

function misformedXml(text: string): TemplateRefusal | undefined {
  const parser = new SaxesParser({ position: true });
  let refusal: TemplateRefusal | undefined;
  parser.on('doctype', () => parser.fail('a document type is not allowed'));
  parser.on('error', ({ message }) => {
    refusal ??= { code: 'not_well_formed', message: `The result is no well-formed XML: ${reasonOf(message)}.`, line: parser.line, expression: null };
  });
  parser.write(text).close();
  return refusal;
}

/** '2:7: unexpected close tag.' → 'unexpected close tag' */
const reasonOf = (message: string): string => message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');

function misformedJson(text: string): TemplateRefusal | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return {
      code: 'not_well_formed',
      message: 'The result is no JSON: a text is written with its quotes, {{ name }} and not "{{ name }}".',
      line: null,
      expression: null,
    };
  }
}
