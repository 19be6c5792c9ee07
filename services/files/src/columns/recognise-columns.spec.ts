import { describe, expect, it } from '@jest/globals';
import { headerKey } from '@ringfleet/kernel';
import { KNOWN_COLUMNS } from './columns.js';
import { columnFinder, countKnown, knownColumn } from './recognise-columns.js';

describe('a header', () => {
  it.each([
    ['Device model', 'Device model'],
    ['  DEVICE MODELS ', 'Device model'],
    ['\u00a0mac address\u00a0', 'MAC address'],
    ['MAC\naddress', 'MAC address'],
    ['Adresse MAC', 'MAC address'],
    ["Modèle d'appareil", 'Device model'],
    ['modele d’appareil', 'Device model'],
    ['Mode\u0300le d`appareil', 'Device model'],
    ['Gere par', 'Managed by'],
    ['ID d´inventaire', 'Inventory ID'],
    ['Device ID', 'Name'],
    ['nom', 'Name'],
    ['Assigned to', 'Tenant customer name'],
    ['Partagé avec le revendeur', 'Shared with reseller'],
    ['Shared with resellers', 'Shared with reseller'],
    ['customer-owned', 'Customer-owned'],
    // As the console calls them on its form.
    ['HTTP/S username', 'HTTP username'],
    ['Identifiant HTTP/S', 'HTTP username'],
    ['HTTP/S password', 'HTTP password'],
    ['Mot de passe HTTP/S', 'HTTP password'],
    ['Optional file name', 'File name'],
    ['Nom de fichier facultatif', 'File name'],
    ['Approvisionnement de téléphone virtuel', 'Virtual phone provisioning'],
  ])('%j is found as %s (IMP-02)', (header, name) => {
    expect(knownColumn(header, 'devices')?.name).toBe(name);
  });

  it.each([
    ['Nom du client', 'Customer'],
    ['Numéro', 'Name'],
    ['Revendeur', 'Reseller'],
    ['sip passwords', 'SIP password'],
    ['Modèles approuvés', 'Approved models'],
  ])('%j of the tree is found as %s (DIR-11)', (header, name) => {
    expect(knownColumn(header, 'tree')?.name).toBe(name);
  });

  it.each(['', ' ', 'Names of phones', 'MAC', 'Notes', 'toString', '__proto__'])('%j is unknown (IMP-02)', (header) => {
    expect(knownColumn(header, 'devices')).toBeUndefined();
  });

  it.each(Object.entries(KNOWN_COLUMNS))('is never found under two columns of %s', (_, columns) => {
    const keys = columns.flatMap(({ name, also }) => [...new Set([name, ...also].map(headerKey))]);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('the column map of an upload', () => {
  it('goes before the header itself, and can leave a column out', () => {
    const find = columnFinder({ Téléphone: 'Name', Description: null }, 'devices');
    expect(find('telephone')?.name).toBe('Name');
    expect(find('Description')).toBeNull();
    expect(find('Action')?.name).toBe('Action');
  });

  it('counts among the known headers by which the delimiter is told', () => {
    expect(countKnown({ Phone: 'Name' }, 'devices')(['Action', 'Phone', 'Notes'])).toBe(2);
  });
});
