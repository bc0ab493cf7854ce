import { blanked } from './blanked.mjs';

const isTypeScript = (url) => url.startsWith('file:') && new URL(url).pathname.endsWith('.ts');

/** Sources import each other as `./x.js`, as they are named once built. */
export async function resolve(specifier, context, nextResolve) {
  try {
    return await nextResolve(specifier, context);
  } catch (error) {
    const isOwn =
      context.parentURL !== undefined && isTypeScript(context.parentURL) && specifier.startsWith('.');
    if (!isOwn || !specifier.endsWith('.js')) throw error;
    return nextResolve(`${specifier.slice(0, -3)}.ts`, context);
  }
}

/** Unlike ts-blank-space's own loader it looks at the path alone: tap's mocks add a query to the URL. */
export async function load(url, context, nextLoad) {
  if (!isTypeScript(url)) return nextLoad(url, context);
  const { source } = await nextLoad(url, { ...context, format: 'module' });
  return {
    format: 'module',
    shortCircuit: true,
    source: `${await blanked(new URL(url).pathname, source.toString())}\n//# sourceURL=${url}`,
  };
}
