import { actionOf, beginning, isAdministratorOnly, shorten, yesOrNo } from './import-row.js';

describe('words in cells', () => {
  it.each(['Add', 'ADD', 'ajouter', 'Ajouter'])('%s adds (IMP-02)', (word) => expect(actionOf(word)).toBe('add'));
  it.each(['Remove', 'remove', 'Retirer', 'RETIRER'])('%s removes (IMP-02)', (word) => expect(actionOf(word)).toBe('remove'));
  it.each(['', 'Update', 'Adding', 'Delete'])('%j is no action (IMP-05a)', (word) => expect(actionOf(word)).toBeUndefined());

  it.each(['Y', 'y', 'Yes', 'O', 'o', 'Oui', 'OUI', 'TRUE', 'true'])('%s is yes (IMP-02)', (word) => expect(yesOrNo(word)).toBe(true));
  it.each(['', 'N', 'n', 'No', 'Non', 'FALSE', 'False'])('%j is no (IMP-02)', (word) => expect(yesOrNo(word)).toBe(false));
  it.each(['1', '0', 'ja', 'perhaps', 'vrai'])('%s is neither (bad_yes_no)', (word) => expect(yesOrNo(word)).toBeUndefined());

  it.each(['Administrator only', 'ADMINISTRATOR ONLY', 'Administrateur uniquement'])('%s is the provider (IMP-02b)', (word) =>
    expect(isAdministratorOnly(word)).toBe(true),
  );
});

describe('a giant cell in a reason', () => {
  it('is cut where a character ends', () => {
    expect(beginning(`a${'📞'.repeat(300)}`, 200)).toBe(`a${'📞'.repeat(199)}`);
    expect(shorten(`a${'📞'.repeat(80)}`)).toBe(`"a${'📞'.repeat(79)}…"`);
  });

  it('is whole where it is short', () => {
    expect(beginning('📞'.repeat(200), 200)).toBe('📞'.repeat(200));
    expect(shorten('Alpine')).toBe('"Alpine"');
  });
});
