import i18next from 'i18next';

export interface Said {
  readonly code: string;
  readonly message: string;
}

/** By code: a service's sentence, with blanks where it has values, and the same in the language of the page. */
type Sentences = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a service refuses for in the language of the page: its sentence with the same values, or else what its stable code means; services speak English, which stays where there are no words. */
export const refusalWords = ({ code, message }: Said): string => {
  const sentence = sentenceWords({ code, message }) ?? placedWords({ code, message });
  if (sentence !== undefined) return sentence;
  const words = i18next.t(`refusal.${code}`, { defaultValue: message });
  return (NAMES_ANOTHER.test(code) || PLACE.test(message)) && words !== message ? `${words} (${message})` : words;
};

/** The same of a field of a form, which is not called there as the API calls it: of 'inventoryId is longer than 64 characters' the first word is Inventory ID. */
export const fieldWords = ({ code, message, field }: Said & { readonly field: string }, label: string): string => {
  const name = field.split('.').at(-1) ?? field; // 'accountId' of 'line.accountId'
  const beginning = ['', 'each value in '].find((before) => message.startsWith(`${before}${name} `));
  return refusalWords({ code, message: beginning === undefined ? message : `${beginning}${label}${message.slice(beginning.length + name.length)}` });
};

/** Which record stands in the way is said by the message alone. */
const NAMES_ANOTHER = /(?:_not_unique|in_use|_usable)$/;

/** Of a profile that was tried: 'T54 standard, Yealink SIP-T54W, 0 of 2 lines – line 3, {{ device.mac | x }}' */
const PLACE = /(?<of>.+, \d+ of \d+ lines)(?: – line (?<line>\d+)(?<expression>.*?))?: /s;

/** A sentence behind the place that it is about; undefined where nobody wrote it in the language of the page. */
function placedWords({ code, message }: Said): string | undefined {
  const { of = '', line } = PLACE.exec(message)?.groups ?? {};
  if (of === '') return undefined;
  for (const { index } of message.slice(of.length).matchAll(/: /g)) {
    const end = of.length + index;
    const sentence = sentenceWords({ code, message: message.slice(end + 2) });
    if (sentence === undefined) continue;
    const tried = sentenceWords({ code: 'template_fails', message: of }) ?? of;
    const place = line === undefined ? tried : `${tried} – ${i18next.t('version.line', { line })}${message.slice(of.length + ` – line ${line}`.length, end)}`;
    return i18next.t('problem.placed', { place, sentence });
  }
  return undefined;
}

export const hasWords = (code: string): boolean => i18next.exists(`refusal.${code}`);

/** undefined where nobody wrote that sentence in the language of the page. */
export function sentenceWords({ code, message }: Said): string | undefined {
  const sentences = i18next.getResource(i18next.language, 'translation', 'sentences') as Sentences | undefined;
  for (const [english, words] of Object.entries(sentences?.[code] ?? {})) {
    const found = patternOf(english).exec(message);
    if (found) return words.replace(BLANK, (_, name: string) => found.groups?.[name] ?? '');
  }
  return undefined;
}

const BLANK = /\{\{(\w+)\}\}/g; // {{name}}
const ESCAPED = /[.*+?^${}()|[\]\\]/g;

/** 'There is no {{name}}.' → /^There is no (?<name>.+?)\.$/s */
const patternOf = (english: string): RegExp =>
  new RegExp(`^${english.replace(ESCAPED, String.raw`\$&`).replace(/\\\{\\\{(\w+)\\\}\\\}/g, '(?<$1>.+?)')}$`, 's');
