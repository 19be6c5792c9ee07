// Workbooks that are not as they should be, made as small as they can be.
import { inSets, writeXlsx } from '@ringfleet/spreadsheets';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const relations = (kind: string, target: string): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/${kind}" Target="${target}"/></Relationships>`;

export async function zipOf(parts: Readonly<Record<string, string>>): Promise<Uint8Array<ArrayBuffer>> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return new Uint8Array(await buffer(zip.outputStream));
}

/** A workbook whose sheet is this XML; none: the part is missing. */
export function workbookOf(sheet: string | undefined): Promise<Uint8Array<ArrayBuffer>> {
  return zipOf({
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': relations('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations('worksheet', 'worksheets/sheet1.xml'),
    ...(sheet !== undefined && { 'xl/worksheets/sheet1.xml': sheet }),
  });
}

export const sheetOf = (rows: string, doctype = ''): string =>
  `<?xml version="1.0"?>${doctype}<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`;

export const textRow = (cells: readonly string[]): string => `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;

/** A sound workbook of these rows. */
export async function xlsxOf(rows: readonly (readonly string[])[]): Promise<Uint8Array<ArrayBuffer>> {
  async function* each(): AsyncGenerator<readonly string[]> {
    yield* rows;
  }
  return new Uint8Array(await buffer(writeXlsx(inSets(each()))));
}
