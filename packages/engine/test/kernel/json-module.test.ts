import t from 'tap';
import { instantiateJson } from '../../src/kernel/json-module.js';

t.test('gives each caller a memory of its own', async (t) => {
  const [one, other] = [instantiateJson(), instantiateJson()];
  t.ok(one);
  t.not(one?.memory.buffer, other?.memory.buffer);
});

t.test('is missing where SIMD is', async (t) => {
  const never = class {
    readonly exports = undefined;
    constructor() {
      throw new Error('This module is not valid here.');
    }
  };
  t.equal(instantiateJson({ validate: () => false, Module: never, Instance: never }), undefined);
});
