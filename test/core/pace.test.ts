import { describe, expect, it } from 'vitest'
import { at, openRunSite, reading, readySite, startRun } from './model/site.ts'

const kinds = (events: readonly { kind: string }[]): string[] => events.map(event => event.kind)
const ready = (outlet: number, to: 'on' | 'off', lane: string | null = '1') =>
  ({
    kind: 'switchReady',
    outlet: at('A', outlet),
    to,
    why: 'test',
    lane,
    seen: reading(String(outlet), to === 'on' ? 'off' : 'on'),
  }) as const
const twoLanes = {
  lanes: [
    { name: '1', kid: 'K1' },
    { name: '2', kid: 'K2' },
  ],
  scope: [at('A', 1), at('A', 2), at('A', 4)],
}

describe('the pace of switching', () => {
  it('outlets of one PDU go on five seconds apart, counted from the SET, where nobody knows what they will carry', () => {
    const told = openRunSite(twoLanes)
    told.must(ready(1, 'on'))
    expect(told.refused(ready(2, 'on', '2'))).toMatchObject({ refused: 'gap', soon: true })
    told.after(4_999)
    expect(told.refused(ready(2, 'on', '2'))).toMatchObject({ refused: 'gap' })
    told.after(1)
    expect(kinds(told.must(ready(2, 'on', '2')))).toEqual(['switchSent'])
  })

  it('and three seconds where load and breakers are known, or where it was on a moment ago', () => {
    const told = readySite()
    const loads = [
      { kind: 'inlet', unit: 1, section: null, number: 1, amps: 2, ratingAmps: 16, tripped: false } as const,
    ]
    const seen = { ...reading('2', 'on', 120), amps: 0.6 }
    told.must({ kind: 'pduRead', pdu: 'PDU-A', readings: [seen] })
    told.must({ kind: 'pduRead', pdu: 'PDU-A', readings: [reading('2', 'off')] })
    told.must(startRun({ offline: true, ...twoLanes }))
    told.readPdus()
    told.must({ ...ready(1, 'on'), loads })
    told.after(3_000)
    expect(kinds(told.must({ ...ready(2, 'on', '2'), loads }))).toContain('switchSent')
    const back = openRunSite(twoLanes)
    back.hold(1)
    back.cut()
    back.silence()
    back.after(3_000)
    expect(back.must(ready(1, 'on')).at(-1)).toMatchObject({ kind: 'switchSent' })
  })
})
