import i18next from 'i18next';

interface Said {
  readonly code: string;
  readonly message: string;
}

/** What a service refuses for, by its stable code, in the language of the page; services speak English, which stays where there are no words. */
export const refusalWords = ({ code, message }: Said): string => i18next.t(`refusal.${code}`, { defaultValue: message });

export const hasWords = (code: string): boolean => i18next.exists(`refusal.${code}`);
