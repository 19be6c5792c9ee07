import i18next from 'i18next';

interface Said {
  readonly code: string;
  readonly message: string;
}

/** By code: a service's sentence, with blanks where it has values, and the same in the language of the page. */
type Sentences = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a service refuses for in the language of the page: its sentence with the same values, or else what its stable code means; services speak English, which stays where there are no words. */
export const refusalWords = ({ code, message }: Said): string => {
  const sentence = sentenceWords({ code, message });
  if (sentence !== undefined) return sentence;
  const words = i18next.t(`refusal.${code}`, { defaultValue: message });
  return NAMES_ANOTHER.test(code) && words !== message ? `${words} (${message})` : words;
};

/** Which record stands in the way is said by the message alone. */
const NAMES_ANOTHER = /(?:_not_unique|in_use|_usable)$/;

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
