export { ChunkApplier, type ChunkJudge, RecordsMoved, wasFaster } from './chunk-applier.js';
export { ChunkQueue } from './chunk-queue.js';
export { importTables } from './import-tables.js';
export { chunkOf, type ColumnNames, type ImportChunk } from './import-chunk.js';
export { type JudgedChunk, type JudgedRows, type Plan, writePlan } from './judged-chunk.js';
export { judgedOutcome } from './outcomes.js';
