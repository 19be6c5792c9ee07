import { SaxesParser } from 'saxes';
import type { Format, TemplateRefusal } from './template-job.js';

/** Why the result is not of its format. Of the text of the result nothing is said. */
export function misformed(format: Format, text: string): TemplateRefusal | undefined {
  if (format === 'xml') return misformedXml(text);
  if (format === 'json') return misformedJson(text);
  return undefined;
}

/** What is given out is UTF-8, whatever the template declares. */
const UTF8 = /^(?:utf-?8|us-ascii)$/i;
/** As values are escaped. */
const ENTITY = /&(?:amp|lt|gt|quot|#39|#9|#10|#13);/;

function misformedXml(text: string): TemplateRefusal | undefined {
  const parser = new SaxesParser({ position: true });
  let refusal: TemplateRefusal | undefined;
  parser.on('doctype', () => parser.fail('a document type is not allowed'));
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !UTF8.test(encoding)) parser.fail('files are given out in UTF-8, and it declares another encoding');
  });
  parser.on('cdata', (section) => {
    if (ENTITY.test(section)) parser.fail('a value in CDATA stays escaped: write it outside of CDATA');
  });
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
