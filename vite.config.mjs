import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'src/renderer',
  // The packaged view is read from disk, so nothing may be addressed from the root.
  base: './',
  plugins: [react()],
  build: {
    outDir: '../../build/renderer',
    emptyOutDir: true,
    target: 'chrome142',
    sourcemap: true,
    chunkSizeWarningLimit: 2000,
  },
})
