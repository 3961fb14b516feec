import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAllocations } from '#main/cli/allocation-file.ts'
import { Stop } from '#main/cli/frame.ts'
import { parseOutlets, shortList } from '#main/cli/outlets.ts'
import { parseHost } from '#main/cli/pdu-access.ts'
import { parseSpan, withIsoTimes } from '#main/cli/words.ts'
import { csv } from '#main/export/csv.ts'

describe('outlet lists', () => {
  it.each([
    ['7', ['7']],
    ['1-4,11', ['1', '2', '3', '4', '11']],
    ['2.1-2.3', ['2.1', '2.2', '2.3']],
    ['2.1-3', ['2.1', '2.2', '2.3']],
    ['3,1,3', ['3', '1']],
  ])('%s stands for %j', (text, outlets) => expect(parseOutlets(text)).toEqual(outlets))

  it.each(['', 'a', '4-1', '1-2-3', '1,', '1.1-2.3', '0-9999', '-1'])('"%s" is none', text =>
    expect(() => parseOutlets(text)).toThrow(Stop),
  )

  it('written short and read again are the same', () => {
    const outlets = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 })
    fc.assert(
      fc.property(outlets, numbers => {
        const sorted = numbers.toSorted((a, b) => a - b).map(String)
        expect(parseOutlets(shortList(sorted))).toEqual(sorted)
      }),
    )
  })
})

describe('addresses', () => {
  it.each([
    ['10.0.0.21', '10.0.0.21', 161],
    ['pdu-a.example:1161', 'pdu-a.example', 1161],
    ['[fd00::1]:1161', 'fd00::1', 1161],
    ['fd00::1', 'fd00::1', 161],
  ])('%s', (text, host, port) => expect(parseHost(text)).toEqual({ host, port }))
  it.each(['', 'a:', 'a:0', 'a:70000', 'a:b'])('"%s" is none', text => expect(() => parseHost(text)).toThrow(Stop))
})

describe('times', () => {
  it.each([
    ['90s', 90_000],
    ['12h', 43_200_000],
    ['12', null],
    ['0m', null],
    ['1w', null],
  ])('%s', (text, ms) => expect(parseSpan(text)).toBe(ms))

  it('are written in ISO 8601 at every depth, and durations stay numbers', () => {
    const event = { at: 0, sentAt: 1_700_000_000_000, tookMs: 12, evidence: [{ offAt: 1_700_000_000_000 }] }
    const then = '2023-11-14T22:13:20.000Z'
    expect(withIsoTimes(event)).toEqual({ at: null, sentAt: then, tookMs: 12, evidence: [{ offAt: then }] })
  })
})

describe('allocations from a file', () => {
  const rows = [
    { pdu: 'pdu-a', outlet: '1', to: 'ceph-1, left' },
    { pdu: 'pdu-a', outlet: '2', to: 'the "old" switch' },
  ]
  it('as CSV, whatever the order of its columns', () => {
    const text = '\uFEFFto,pdu,outlet\r\n"ceph-1, left",pdu-a,1\r\n\r\n"the ""old"" switch",pdu-a,2\r\n'
    expect(readAllocations(text)).toEqual({ ok: true, rows })
  })
  it('as JSON', () => expect(readAllocations(JSON.stringify(rows))).toEqual({ ok: true, rows }))
  it.each([
    ['pdu,outlet\npdu-a,1', /column to/],
    ['pdu,outlet,to\npdu-a,one,x', /Entry 1: outlet/],
    ['pdu,outlet,to\npdu-a,1,', /Entry 1: to/],
    ['[{"pdu":"pdu-a"}]', /Entry 1/],
    ['[', /not valid JSON/],
  ])('%j is refused as a whole', (text, why) => {
    const read = readAllocations(text)
    expect(read.ok ? '' : read.why).toMatch(why)
  })
})

it('CSV quotes what must be quoted, and defuses what a spreadsheet would run', () => {
  expect(csv(['a', 'b'], [['x,"y"', '=1+1']])).toBe(`a,b\r\n"x,""y""",'=1+1\r\n`)
})
