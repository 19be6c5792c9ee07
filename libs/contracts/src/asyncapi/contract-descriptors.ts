import { createFileRegistry, type FileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { spawnSync } from 'node:child_process';

const MOST_BYTES = 16 * 1_024 * 1_024;

/** What `proto/` says, with its comments, which the generated code does not keep. Throws what `buf` says where it cannot be read. */
export function readContract(protoFolder: string): FileRegistry {
  const { status, stdout, stderr, error } = spawnSync('buf', ['build', protoFolder, '--output', '-#format=binpb'], { maxBuffer: MOST_BYTES });
  if (status !== 0) throw new Error(`buf cannot read ${protoFolder}: ${error?.message ?? stderr.toString()}`);
  return createFileRegistry(fromBinary(FileDescriptorSetSchema, stdout));
}
