// Labels as files: read back by the tools that other people use, where those are installed.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labelSizes, scannedName, type Label, type LabelSize } from '#core/label.ts'
import { layOut } from '#main/export/label-layout.ts'
import { labelFile } from '#main/export/labels.ts'

const labels: readonly Label[] = [
  { kind: 'key', name: 'K2F7', lines: ['Lane 1', 'Enlistment key'], code: 'KEY:K2F7' },
  { kind: 'key', name: 'K2F7X9QDHM4A', lines: ['Outlet r12-a/2.17', 'Enlistment key'], code: 'KEY:K2F7X9QDHM4A' },
  { kind: 'cord', name: 'A-17', lines: ['BLUE cord', 'PDU r12-a'], code: 'CORD:A-17' },
  { kind: 'machine', name: 'r12-u17', lines: ['S/N 5TN9Z4W3', 'A-17 B-17'], code: 'SERIAL:5TN9Z4W3' },
  { kind: 'machine', name: 'Zoë “8” (lab)', lines: ['S/N Zoë-0001-éß', 'No outlet bound'], code: 'SERIAL:Zoë-0001-éß' },
]
const pageSizes: Readonly<Record<LabelSize, readonly [number, number]>> = {
  '12mm': [48, 12],
  '24mm': [66, 24],
  '50x25': [50, 25],
}

let dir: string
beforeAll(() => void (dir = mkdtempSync(join(tmpdir(), 'racklight-labels-'))))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const bytesOf = (format: 'pdf' | 'svg' | 'csv', size: LabelSize, of = labels): Buffer => {
  const made = labelFile(of, format, size)
  if (!made.ok) throw new Error(made.fault.detail)
  return made.value
}
const run = (program: string, ...args: string[]): string => {
  const ran = spawnSync(program, args, { encoding: 'utf8' })
  if (ran.status !== 0) throw new Error(`${program}: ${ran.error?.message ?? ran.stderr}`)
  return ran.stdout
}
const missing = (...programs: string[]): string[] =>
  programs.filter(program => spawnSync(program, ['--version']).error !== undefined)

describe.each(labelSizes)('%s', size => {
  it('keeps every mark on the label and the code clear of the words', () => {
    for (const { width, height, texts, bars } of labels.map(label => layOut(label, size))) {
      for (const bar of bars) {
        expect(Math.min(bar.x, bar.y)).toBeGreaterThan(1.4)
        expect(bar.y + bar.height).toBeLessThan(height - 1.4)
      }
      const unit = bars[0]?.height ?? 0
      const codeEnds = Math.max(...bars.map(bar => bar.x + bar.width))
      for (const text of texts) {
        expect(text.x - codeEnds).toBeGreaterThanOrEqual(4 * unit - 1e-6)
        expect(text.x + text.width).toBeLessThan(width - 1.4)
        expect(text.y).toBeLessThan(height - 1.4)
        expect(text.y - text.size * 0.718).toBeGreaterThan(1.4)
      }
    }
  })

  const tools = missing('pdfinfo', 'pdftotext', 'pdftoppm', 'zbarimg')
  it.skipIf(tools.length > 0)(`is read by other programs (not installed: ${tools.join(', ') || 'none'})`, () => {
    const file = join(dir, `${size}.pdf`)
    writeFileSync(file, bytesOf('pdf', size))
    const info = run('pdfinfo', file)
    const [width, height] = pageSizes[size].map(mm => (mm * 72) / 25.4)
    const said = /Page size: +([\d.]+) x ([\d.]+)/.exec(info)
    expect(Number(said?.[1])).toBeCloseTo(width ?? 0, 1)
    expect(Number(said?.[2])).toBeCloseTo(height ?? 0, 1)
    expect(info).toMatch(new RegExp(`Pages: +${labels.length}\\b`))
    const text = run('pdftotext', '-layout', file, '-')
    for (const { name } of labels) expect(text).toContain(name)
    run('pdftoppm', '-r', '300', '-png', file, join(dir, size))
    labels.forEach(({ code }, i) => {
      expect(run('zbarimg', '-q', '--raw', join(dir, `${size}-${i + 1}.png`)).trim()).toBe(code)
    })
  })
})

it('gives the same bytes for the same labels', () => {
  expect(bytesOf('pdf', '24mm').equals(bytesOf('pdf', '24mm'))).toBe(true)
})

it('says which name a PDF cannot print instead of leaving a gap, and prints it as SVG', () => {
  const odd: Label = { kind: 'key', name: 'K2F7', lines: ['Lane 通路', ''], code: 'KEY:K2F7' }
  const made = labelFile([odd], 'pdf', '24mm')
  expect(made).toMatchObject({ ok: false, fault: { kind: 'notSupported' } })
  expect(bytesOf('svg', '24mm', [odd]).toString()).toContain('Lane 通路')
})

it('writes names of machines into SVG and CSV as text, never as markup or a formula', () => {
  const forged: Label = { kind: 'machine', name: '=cmd<script>', lines: ['a"b', ''], code: 'SERIAL:x' }
  expect(bytesOf('svg', '24mm', [forged]).toString()).toContain('=cmd&lt;script&gt;')
  expect(bytesOf('csv', '24mm', [forged]).toString()).toBe(
    'kind,name,line1,line2,code\r\nmachine,\'=cmd<script>,"a""b",,SERIAL:x\r\n',
  )
})

it('takes the name back out of a scanned code', () => {
  expect(labels.map(({ code }) => scannedName(code))).toEqual([
    'K2F7',
    'K2F7X9QDHM4A',
    'A-17',
    '5TN9Z4W3',
    'Zoë-0001-éß',
  ])
  expect(scannedName('d0:94:66:41:00:0e')).toBe('d0:94:66:41:00:0e')
})
