import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

export type Parts = Readonly<Record<string, string | Buffer>>;

export interface ZipChoices {
  readonly compress?: boolean;
  /** Sizes follow the content, as a writer does that streams. */
  readonly dataDescriptors?: boolean;
}

/** A zip of these parts in this order. */
export const zipOf = (parts: Parts, { compress = true, dataDescriptors = false }: ZipChoices = {}): Promise<Buffer> => {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts)) {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content, 'utf8');
    if (dataDescriptors) zip.addReadStream(Readable.from([bytes]), name, { compress });
    else zip.addBuffer(bytes, name, { compress });
  }
  zip.end();
  return buffer(zip.outputStream);
};

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';

export const relation = (id: string, kind: string, target: string, types = TYPES): string =>
  `<Relationship Id="${id}" Type="${types}/${kind}" Target="${target}"/>`;
export const relations = (...inner: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="${RELATIONS}">${inner.join('')}</Relationships>`;
export const sheetXml = (rows: string): string => `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`;
export const stringsXml = (items: string): string => `<?xml version="1.0" encoding="UTF-8"?><sst xmlns="${MAIN}">${items}</sst>`;
export const stylesXml = (xfs: readonly number[], codes: Readonly<Record<number, string>> = {}): string =>
  `<styleSheet xmlns="${MAIN}"><numFmts>${Object.entries(codes)
    .map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${code.replaceAll('"', '&quot;')}"/>`)
    .join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${xfs.map((id) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs></styleSheet>`;
export const workbookXml = (inner = '<sheets><sheet name="Devices" sheetId="1" r:id="rId1"/></sheets>'): string =>
  `<workbook xmlns="${MAIN}" xmlns:r="${TYPES}">${inner}</workbook>`;

/** The parts of an ordinary workbook; give a part to replace it, '' to leave it out. */
export const workbookParts = (rows: string, replaced: Parts = {}): Parts => {
  const parts: Record<string, string | Buffer> = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': workbookXml(),
    'xl/_rels/workbook.xml.rels': relations(
      relation('rId1', 'worksheet', 'worksheets/sheet1.xml'),
      relation('rId2', 'sharedStrings', 'sharedStrings.xml'),
      relation('rId3', 'styles', 'styles.xml'),
    ),
    'xl/worksheets/sheet1.xml': sheetXml(rows),
    ...replaced,
  };
  return Object.fromEntries(Object.entries(parts).filter(([, content]) => content !== ''));
};

export const xlsxOf = (rows: string, replaced: Parts = {}, choices: ZipChoices = {}): Promise<Buffer> => zipOf(workbookParts(rows, replaced), choices);

/** A row of inline text cells. */
export const textRow = (...cells: string[]): string => `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;
