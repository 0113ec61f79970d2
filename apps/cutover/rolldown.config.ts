import { defineConfig } from 'rolldown';

// One file per entry, so that `npm pack` of this folder installs with the two native libraries alone.
export default defineConfig({
  input: { cutover: 'src/cutover.ts' },
  platform: 'node',
  // Ink asks for its development tools only when DEV is set; nothing here sets it.
  external: ['better-sqlite3', 'sharp', 'react-devtools-core'],
  resolve: { conditionNames: ['source', 'import', 'node', 'default'] },
  transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  output: { dir: 'dist', format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'chunk-[name]-[hash].js', cleanDir: false },
});
