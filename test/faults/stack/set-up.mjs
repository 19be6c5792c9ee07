// Before the faults: a stack in a folder of its own, whose MinIO has a small file system to itself.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../../stack/command.mjs';
import tearDown from './tear-down.mjs';

const SIZE = '6G'; // of which only what is written takes room

export default async function setUp() {
  if (process.getuid?.() !== 0) throw new Error('A full disk is tried on a file system made for it: run this as root, who may mount one.');
  const folder = mkdtempSync(join(tmpdir(), 'ringfleet-faults-'));
  process.env.RINGFLEET_TEST_DEPLOYMENT = 'stack';
  process.env.RINGFLEET_STACK = folder;
  try {
    mountAt(join(folder, 'minio'), join(folder, 'minio.img'));
    await command('up', '--instances', 'inventory=2,files=2');
  } catch (error) {
    await tearDown();
    throw error;
  }
}

/** @param {string} place @param {string} image */
function mountAt(place, image) {
  mkdirSync(place, { mode: 0o700 });
  execFileSync('truncate', ['-s', SIZE, image]);
  execFileSync('mkfs.ext4', ['-q', '-m', '0', image]);
  execFileSync('mount', ['-o', 'loop', image, place]);
}
