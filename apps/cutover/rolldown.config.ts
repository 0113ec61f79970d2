import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'rolldown';
import { licensePlugin } from 'rolldown-license-plugin';
import { pagesOfErrors } from './pages-of-errors.ts';
import { thirdPartyLicenses } from './third-party.ts';

// One file for the program and a lazy one for each thing that only some commands need (screens, databases, the local
// stores), so that `npm pack` of this folder installs with the two native libraries alone and `--help` loads none.
export default defineConfig({
  // The decoder of pictures is started by its name, as a process of its own, from the folder of the part that needs it.
  input: { cutover: 'src/cutover.ts', 'decode-worker': '@cutover/image-content/decode-worker' },
  platform: 'node',
  // Ink asks for its development tools only when DEV is set; nothing here sets it.
  external: ['better-sqlite3', 'sharp', 'react-devtools-core'],
  resolve: { conditionNames: ['source', 'import', 'node', 'default'] },
  // The oldest Node of `engines`, which cannot read all that our own can.
  transform: { target: 'node22.19', define: { 'process.env.NODE_ENV': '"production"' } },
  output: {
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunk-[name]-[hash].js',
    // Whatever every command loads is one file, however many of the lazy ones need a part of it too.
    codeSplitting: { groups: [{ name: 'main', test: /[\\/]src[\\/]main\.ts$/ }] },
  },
  plugins: [
    pagesOfErrors(),
    dropOldChunks(),
    licensePlugin({
      done(packages, context) {
        const source = thirdPartyLicenses(packages.filter(({ name }) => !name.startsWith('@cutover/')));
        context.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-LICENSES.txt', source });
      },
    }),
  ],
});

/** Chunks are named by their content, so those of earlier builds stay behind; the folder holds the compiler's output too. */
function dropOldChunks(): Plugin {
  return {
    name: 'drop-old-chunks',
    writeBundle({ dir = 'dist' }, bundle) {
      for (const name of readdirSync(dir))
        if (/^chunk-.*\.js$/.test(name) && !(name in bundle)) rmSync(join(dir, name));
    },
  };
}
