import RE2 from 're2';

/** Tests names against globs: `*` stands for any characters, `?` for one; upper and lower case differ. */
export class Globs {
  readonly #pattern: RE2;

  constructor(globs: readonly string[]) {
    const sources = globs.map((glob) =>
      glob
        .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.'),
    );
    this.#pattern = new RE2(`^(?s:${sources.join('|')})$`);
  }

  matches(name: string): boolean {
    return this.#pattern.test(name);
  }
}
