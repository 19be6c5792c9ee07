import i18next from 'i18next';

interface Said {
  readonly code: string;
  readonly message: string;
}

/** What a service refuses for, by its stable code, in the language of the page; services speak English, which stays where there are no words. */
export const refusalWords = ({ code, message }: Said): string => {
  const words = i18next.t(`refusal.${code}`, { defaultValue: message });
  return NAMES_ANOTHER.test(code) && words !== message ? `${words} (${message})` : words;
};

/** Which record stands in the way is said by the message alone. */
const NAMES_ANOTHER = /(?:_not_unique|in_use|_usable)$/;

export const hasWords = (code: string): boolean => i18next.exists(`refusal.${code}`);
