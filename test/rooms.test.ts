// The borders between the rooms hold only if something refuses to cross them: here each is crossed once.
import { afterAll, describe, expect, it } from 'vitest'
import { plantRooms } from './support/planted-rooms.ts'

const innocent = `import { z } from 'zod'\nexport const Planted = z.object({ watts: z.number() })\n`

const files = {
  'src/core/innocent.ts': innocent,
  'src/core/node.ts': `import { readFileSync } from 'node:fs'\nexport const text = readFileSync('x', 'utf8')\n`,
  'src/core/timer.ts': `export const timer = setTimeout(() => {}, 1)\n`,
  'src/core/now.ts': `export const now = new Date().getTime()\n`,
  'src/core/chance.ts': `export const chance = Math.random()\n`,
  'src/core/package.ts': `import { createStore } from 'zustand'\nexport const s = createStore\n`,
  'src/core/union.ts': `export type Way = 'on' | 'off'\nexport function word(way: Way): string {\n  switch (way) {\n    case 'on':\n      return 'on'\n  }\n  return ''\n}\n`,
  'src/core/loop-a.ts': `import { b } from './loop-b.ts'\nexport const a = (): number => b()\n`,
  'src/core/loop-b.ts': `import { a } from './loop-a.ts'\nexport const b = (): number => a()\n`,
  'src/core/long.ts': 'export {}\n'.repeat(301),
  'src/ipc/contract.ts': `import { secret } from '#main/keys/target.ts'\nexport const leak = secret\n`,
  'src/renderer/reaches-main.ts': `import { secret } from '#main/keys/target.ts'\nexport const leak = secret\n`,
  'src/renderer/reaches-types.ts': `import type { Order } from '../main/maas/order.ts'\nexport type Leak = Order\n`,
  'src/renderer/reaches-sim.ts': `import { bench } from '#sim/target.ts'\nexport const b = bench\n`,
  'src/renderer/reaches-node.ts': `import { readFileSync } from 'node:fs'\nexport const read = readFileSync\n`,
  'src/sim/target.ts': `export const bench = 1\n`,
  'src/sim/reaches-main.ts': `import { secret } from '#main/keys/target.ts'\nexport const leak = secret\n`,
  'src/main/keys/target.ts': `export type Secret = string\nexport const secret: Secret = 's'\n`,
  'src/main/keys/innocent.ts': `import { Planted } from '#core/innocent.ts'\nimport { secret } from './target.ts'\nexport const both = [Planted, secret]\n`,
  'src/main/maas/order.ts': `export type Order = string\n`,
  'src/main/maas/neighbour.ts': `import { secret } from '#main/keys/target.ts'\nexport const leak = secret\n`,
  'src/main/maas/relative.ts': `import { secret } from '../keys/target.ts'\nexport const leak = secret\n`,
  'src/main/maas/sim.ts': `import { bench } from '#sim/target.ts'\nexport const b = bench\n`,
  'src/main/maas/sim-path.ts': `import { bench } from '../../sim/target.ts'\nexport const b = bench\n`,
  'src/main/maas/clock.ts': `export const now = Date.now()\nexport const timer = setTimeout(() => {}, 1)\n`,
  'src/main/pdu/families/inner.ts': `import { secret } from '../../keys/target.ts'\nexport const leak = secret\n`,
  'src/main/pdu/snmp.ts': `import snmp from 'net-snmp'\nexport const s = snmp\n`,
  'src/main/pdu/session.ts': `import snmp from 'net-snmp'\nexport const s = snmp\n`,
  'src/main/engine/window.ts': `import { app } from 'electron'\nexport const a = app\n`,
  'src/main/engine/lost.ts': `const later = async (): Promise<void> => {}\nexport function go(): void {\n  later()\n}\n`,
  'src/main/engine/anything.ts': `export const x: any = 1\n`,
  'src/main/cli/window.ts': `import { app } from 'electron'\nexport const a = app\n`,
  'src/main/cli/desk.ts': `import { window } from '../desk/window.ts'\nexport const w = window\n`,
  'src/main/cli.ts': `import type { App } from 'electron'\nexport type A = App\n`,
  'src/main/desk/window.ts': `import { app } from 'electron'\nexport const window = app\n`,
  'src/main/desk/menu.ts': `import { ipcMain } from 'electron'\nexport const i = ipcMain\n`,
  'src/main/desk/serve.ts': `import { ipcMain } from 'electron'\nexport const i = ipcMain\n`,
  'test/mocked.test.ts': `import { expect, it, vi } from 'vitest'\nvi.mock('node:fs')\nit('x', () => expect(1).toBe(1))\n`,
}

describe('the rooms', () => {
  const planted = plantRooms(files)
  afterAll(planted.remove)

  it.each([
    ['the core reads files', 'src/core/node.ts', 'TS2591'],
    ['the core sets a timer', 'src/core/timer.ts', 'TS2304'],
    ['the border reaches into main', 'src/ipc/contract.ts', 'TS6307'],
    ['the view reaches into main', 'src/renderer/reaches-main.ts', 'TS6307'],
    ['the view takes only a type from main', 'src/renderer/reaches-types.ts', 'TS6307'],
    ['the view reaches into the simulated rack', 'src/renderer/reaches-sim.ts', 'TS6307'],
    ['the simulated rack reaches into main', 'src/sim/reaches-main.ts', 'TS6307'],
  ])('do not compile when %s', async (_, file, code) => {
    expect(await planted.compile(file)).toContain(code)
  })

  it.each([
    ['the core imports a package', 'src/core/package.ts', 'nothing but zod'],
    ['the core imports Node', 'src/core/node.ts', 'nothing but zod'],
    ['the core reads the clock', 'src/core/now.ts', 'Time comes into the core'],
    ['the core throws dice', 'src/core/chance.ts', 'Chance comes into the core'],
    ['the border imports main', 'src/ipc/contract.ts', 'nothing but zod and the core'],
    ['the view imports main', 'src/renderer/reaches-main.ts', 'by IPC alone'],
    ['the view imports Node', 'src/renderer/reaches-node.ts', 'web page'],
    ['the simulated rack imports main', 'src/sim/reaches-main.ts', 'knows the core alone'],
    ['a folder of main imports its neighbour by name', 'src/main/maas/neighbour.ts', 'do not import each other'],
    ['a folder of main imports its neighbour by path', 'src/main/maas/relative.ts', 'do not import each other'],
    ['a folder within a folder does', 'src/main/pdu/families/inner.ts', 'do not import each other'],
    ['an adapter starts the simulated rack', 'src/main/maas/sim.ts', 'composition roots'],
    ['an adapter does so by path', 'src/main/maas/sim-path.ts', 'no-restricted-imports'],
    ['an adapter has its own clock', 'src/main/maas/clock.ts', 'Clock port'],
    ['SNMP is spoken outside the session', 'src/main/pdu/snmp.ts', 'speaks SNMP'],
    ['the engine knows Electron', 'src/main/engine/window.ts', 'know Electron'],
    ['a verb knows Electron', 'src/main/cli/window.ts', 'know Electron'],
    ['a verb reaches the desk', 'src/main/cli/desk.ts', 'without Electron'],
    ['the command line knows a type of Electron', 'src/main/cli.ts', 'know Electron'],
    ['a second file answers the renderer', 'src/main/desk/menu.ts', 'answers the renderer'],
  ])('are refused by the linter when %s', async (_, file, words) => {
    expect(await planted.lint(file)).toContain(words)
  })

  it.each([
    ['a switch forgets a case', 'src/core/union.ts', 'switch-exhaustiveness-check'],
    ['a promise is left alone', 'src/main/engine/lost.ts', 'no-floating-promises'],
    ['a type is any', 'src/main/engine/anything.ts', 'no-explicit-any'],
    ['two files import each other', 'src/core/loop-a.ts', 'no-cycle'],
    ['a file has more than 300 lines', 'src/core/long.ts', 'max-lines'],
    ['a test mocks a module', 'test/mocked.test.ts', 'a simulator stands in'],
  ])('are refused when %s', async (_, file, rule) => {
    expect(await planted.lint(file)).toContain(rule)
  })

  it.each([
    'src/core/innocent.ts',
    'src/main/keys/innocent.ts',
    'src/main/pdu/session.ts',
    'src/main/desk/window.ts',
    'src/main/desk/serve.ts',
  ])('let %s pass', async file => {
    expect(await planted.lint(file)).toBe('')
    expect(await planted.compile(file)).toBe('')
  })
})
