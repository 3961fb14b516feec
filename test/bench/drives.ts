// Seconds per key on one device, beside what dd takes for the whole image, and four drives against one.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { makeSpares } from '#main/drive-write/spares.ts'
import { writeImage, type Content } from '#main/drive-write/write.ts'
import type { Faults } from '../drive-write/faulty-device.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import { makeGround, type Stick } from '../drive-write/ground.ts'
import { contentOf, writeOn } from '../drive-write/ordered.ts'
import { testNeeds } from '../drive-write/test-targets.ts'
import { imageOf } from '../keys/imaged.ts'

const rounds = 7
const goals = { full: 1.1, sparse: 0.1, four: 1.3 }

const median = (figures: readonly number[]): number => figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? NaN

/** Loop devices share one disk, sticks do not share theirs: for the comparison of four with one each is as slow as a stick. */
const likeStick: Faults = { kind: 'paced', writeBytesPerMs: 10_000, readBytesPerMs: 30_000 }

const dir = mkdtempSync(join(tmpdir(), 'racklight-bench-'))
// As in the product the process that writes is one bundled file: it is not the compiler that is measured.
const writerFile = join(dir, 'writer.mjs')
await build({
  entryPoints: [join(import.meta.dirname, '..', 'drive-write', 'test-writer.ts')],
  bundle: true,
  platform: 'node',
  format: 'esm',
  outfile: writerFile,
  external: ['koffi', 'usb'],
  logLevel: 'warning',
})
const ground = makeGround(undefined, writerFile)
const image = await imageOf(64)
const imagePath = join(dir, 'image')
writeFileSync(imagePath, image)
const sparse = contentOf(image)
const full = contentOf(image, [{ at: 0, bytes: image }])
const sticks = [0, 1, 2, 3].map(() => ground.stick({ sizeBytes: 80 << 20 }))
const paths = await Promise.all(sticks.map(async stick => (await stick.drive()).path))

/** Milliseconds as dd itself counts them, without the start of its process. */
const dd = (to: string): number => {
  const made = spawnSync('dd', [`if=${imagePath}`, `of=${to}`, 'bs=4M', 'oflag=direct', 'conv=fsync,notrunc'], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  })
  const [, seconds] = /copied, ([\d.e-]+) s/.exec(made.stderr) ?? []
  if (seconds === undefined) throw new Error(made.stderr)
  return Number(seconds) * 1000
}

const clock = { now: () => performance.now() }
const ours = async (stick: Stick, content: Content): Promise<{ writeMs: number; verifyMs: number }> => {
  const { device } = await testNeeds(ground.options()).targets.open(await stick.drive())
  try {
    return await writeImage(device, content, { clock, cancel: { aborted: false }, onProgress: () => undefined })
  } finally {
    await device.close()
  }
}

const wall = async (count: number): Promise<number> => {
  // As in the product they start while a person agrees to the drives.
  const spares = makeSpares(() => ground.writer(likeStick), systemClock)
  spares.keep(count)
  await systemClock.wait(3_000)
  const startedAt = performance.now()
  const results = await Promise.all(
    sticks.slice(0, count).map(stick => writeOn(ground, stick, { content: sparse, start: spares.take })),
  )
  if (results.some(result => !result.ok)) throw new Error(JSON.stringify(results))
  return performance.now() - startedAt
}

const [stick] = sticks
const [path] = paths
if (!stick || path === undefined) throw new Error('no stick')
const took = { dd: [] as number[], full: [] as number[], sparse: [] as number[], verify: [] as number[] }
const walls = { one: [] as number[], four: [] as number[] }
try {
  for (let round = 0; round <= rounds; round++) {
    const now = {
      dd: dd(path),
      full: await ours(stick, full),
      sparse: await ours(stick, sparse),
      one: await wall(1),
      four: await wall(4),
    }
    // The first round finds cold caches everywhere.
    if (round === 0) continue
    took.dd.push(now.dd)
    took.full.push(now.full.writeMs)
    took.sparse.push(now.sparse.writeMs)
    took.verify.push(now.sparse.verifyMs)
    walls.one.push(now.one)
    walls.four.push(now.four)
  }
} finally {
  ground.remove()
  rmSync(dir, { recursive: true, force: true })
}

const base = median(took.dd)
const row = (name: string, ms: number, ratio: number | null, goal: number | null): void => {
  const told =
    ratio === null
      ? ''
      : `${ratio.toFixed(2).padStart(6)}  ${goal === null ? '' : `at most ${goal}${ratio > goal ? ', over the goal' : ''}`}`
  console.log(`${name.padEnd(44)} ${(ms / 1000).toFixed(4)}  ${told}`.trimEnd())
}
const used = sparse.pieces.reduce((sum, piece) => sum + piece.bytes.length, 0)
console.log(`One key of 64 MiB, ${(used / 1_048_576).toFixed(1)} MiB of it used; median of ${rounds}`)
console.log('                                             seconds   ratio  goal')
row('dd bs=4M oflag=direct conv=fsync', base, null, null)
row('whole image, written', median(took.full), median(took.full) / base, goals.full)
row('used parts only, written', median(took.sparse), median(took.sparse) / base, goals.sparse)
row('used parts only, read back and compared', median(took.verify), median(took.verify) / base, null)
row('one stick of 10 MB/s, order to verdict', median(walls.one), null, null)
row('four such sticks at once', median(walls.four), median(walls.four) / median(walls.one), goals.four)
