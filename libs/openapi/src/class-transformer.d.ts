// Not exported by the package, and what class-validator-jsonschema asks for: https://github.com/epiphone/class-validator-jsonschema#validatenested-and-arrays
declare module 'class-transformer/cjs/storage.js' {
  export const defaultMetadataStorage: import('class-transformer/types/MetadataStorage.js').MetadataStorage;
}
