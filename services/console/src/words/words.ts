import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEPT = 'ringfleet.language';
/** What services say in English has French words beside it. */
const french = async (): Promise<{ default: object }> => {
  const [{ default: words }, { default: refusal }, { default: sentences }] = await Promise.all([
    import('./fr.json'),
    import('./refusals.fr.json'),
    import('./sentences.fr.json'),
  ]);
  return { default: { ...words, refusal, sentences } };
};

// Each language is a file of its own, so that nobody loads the other.
const FILES: Readonly<Record<Language, () => Promise<{ default: object }>>> = {
  en: () => import('./en.json'),
  fr: french,
};

const isLanguage = (text: string | null | undefined): text is Language => LANGUAGES.includes(text as Language);

/** The one chosen before, else the first of the browser's that there is. */
export function startLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (isLanguage(kept)) return kept;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';
}

export async function startWords(): Promise<void> {
  const language = startLanguage();
  const { default: words } = await FILES[language]();
  document.documentElement.lang = language;
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: words } },
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
  });
}

export async function changeLanguage(language: Language): Promise<void> {
  const { default: words } = await FILES[language]();
  i18next.addResourceBundle(language, 'translation', words, true, true);
  await i18next.changeLanguage(language);
  localStorage.setItem(KEPT, language);
  document.documentElement.lang = language;
}
