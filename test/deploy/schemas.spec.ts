// Real: the schema by which Docker Compose reads its files, and Kubernetes's own description of its objects, both from the Go modules of these programs.
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { NEEDED, render } from './support/chart.js';
import { composeText, newEnvironment, readCompose } from './support/compose.js';
import { jsonOfModule } from './support/go-module.js';

const COMPOSE = 'github.com/compose-spec/compose-go/v2@v2.16.2';
const KUBERNETES = 'k8s.io/client-go@v0.37.1';
// Of the groups that the module describes.
const OBJECTS: Readonly<Record<string, readonly [file: string, name: string]>> = {
  Deployment: ['apis__apps__v1', 'io.k8s.api.apps.v1.Deployment'],
  Job: ['apis__batch__v1', 'io.k8s.api.batch.v1.Job'],
  Service: ['api__v1', 'io.k8s.api.core.v1.Service'],
  ConfigMap: ['api__v1', 'io.k8s.api.core.v1.ConfigMap'],
};

const faults = (validate: ValidateFunction, value: unknown): object[] => {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message, params }) => ({ instancePath, message, params }));
};

describe('docker-compose.yml', () => {
  it('is as the Compose Specification has it', () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(jsonOfModule(COMPOSE, 'schema/compose-spec.json') as object);
    expect(faults(validate, readCompose(newEnvironment()))).toEqual([]);
    expect(faults(validate, { ...(parse(composeText(), { merge: true }) as object), services: { files: { image: 'x', comand: ['y'] } } })).not.toEqual([]);
  });
});

describe('the chart', () => {
  it('has objects with the fields that Kubernetes knows, and no other', () => {
    const objects = render([...NEEDED, 'kafka.signIn=true', 'ingress.enabled=true', 'phoneDoor.enabled=true', 'phoneDoor.urls=https://phones.example.com']);
    const known = objects.filter(({ kind }) => kind in OBJECTS);
    expect(known.length).toBeGreaterThan(15);
    for (const object of known) {
      const [file, name] = OBJECTS[object.kind] ?? ['', ''];
      expect([object.kind, object.metadata.name, faults(validatorOf(file, name), object)]).toEqual([object.kind, object.metadata.name, []]);
    }
  });

  it('would be told of a field that does not exist', () => {
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { prots: [] } };
    expect(faults(validatorOf('api__v1', 'io.k8s.api.core.v1.Service'), service)).toMatchObject([
      { instancePath: '/spec', params: { additionalProperty: 'prots' } },
    ]);
  });
});

const validators = new Map<string, ValidateFunction>();
function validatorOf(file: string, name: string): ValidateFunction {
  const known = validators.get(name);
  if (known) return known;
  const document = jsonOfModule(KUBERNETES, `openapi/openapitest/testdata/${file}_openapi.json`);
  const ajv = new Ajv({ strict: false, validateFormats: false }).addSchema({ $id: 'kubernetes', ...(closed(document) as object) });
  const validate = ajv.compile({ $ref: `kubernetes#/components/schemas/${name}` });
  validators.set(name, validate);
  return validate;
}

/** The same with no other properties than those named wherever some are; a field may be named beside a $ref in allOf, as `metadata` is. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, closed(part)]));
  const isObject = 'properties' in schema && !('additionalProperties' in schema) && 'type' in schema;
  return isObject ? { ...parts, additionalProperties: false } : parts;
}
