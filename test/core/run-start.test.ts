import { describe, expect, it } from 'vitest'
import type { Command } from '#core/command.ts'
import { addPdu, at, by, reading, readySite, startRun, type Told } from './model/site.ts'

type Wish = Partial<Extract<Command, { kind: 'startRun' }>>

describe('a run does not start', () => {
  const rows: [string, RegExp, Wish, ((told: Told) => void)?][] = [
    ['with a PDU nobody knows', /knows no PDU PDU-Z/, { scope: [{ pdu: 'PDU-Z', outlet: '1' }] }],
    ['with an outlet its PDU does not have', /no outlet 9 on PDU pdu-a/, { scope: [at('A', 9)] }],
    ['with an outlet named twice', /named twice/, { scope: [at('A', 1), at('A', 1)] }],
    [
      'before somebody has said what must stay on',
      /what must stay on at PDU pdu-c/,
      { scope: [{ pdu: 'PDU-C', outlet: '1' }] },
      told => told.must(addPdu('PDU-C')),
    ],
    ['with a key that was never made', /no key K9/, { lanes: [{ name: '1', kid: 'K9' }] }],
    [
      'with a key that is revoked',
      /K1 of lane 1 is revoked/,
      {},
      told => told.must({ kind: 'revokeKey', kid: 'K1', by }),
    ],
    [
      'with a key in stock',
      /K3 of lane 3 is stock/,
      { lanes: [{ name: '3', kid: 'K3' }] },
      told => told.must({ kind: 'makeKeys', keys: [{ kid: 'K3', for: { lane: '3' } }], by }),
    ],
    ['with an expired key', /K1 of lane 1 is expired/, {}, told => void told.after(13 * 3_600_000)],
    ['with a key that is for another lane', /K2 is for lane:2, not for lane 1/, { lanes: [{ name: '1', kid: 'K2' }] }],
    [
      'with one key for two lanes',
      /share key K1/,
      {
        lanes: [
          { name: '1', kid: 'K1' },
          { name: '2', kid: 'K1' },
        ],
      },
    ],
    [
      'with two lanes of one name',
      /Two lanes are called 1/,
      {
        lanes: [
          { name: '1', kid: 'K1' },
          { name: '1', kid: 'K1' },
        ],
      },
    ],
    [
      'with several lanes and no cut',
      /need the confirming cut/,
      {
        confirm: 'none',
        lanes: [
          { name: '1', kid: 'K1' },
          { name: '2', kid: 'K2' },
        ],
      },
    ],
    ['by what MAAS said long ago', /too old to switch by/, {}, told => void told.after(61_000)],
    [
      'by unlocking what is taken',
      /A-3 is allocated to db-1 and cannot be unlocked/,
      { scope: [at('A', 3)], unlock: [at('A', 3)] },
      told => told.must({ kind: 'allocate', pdu: 'PDU-A', outlets: ['3'], to: 'db-1', by }),
    ],
    ['by unlocking what is not of the run', /not part of the run/, { unlock: [at('A', 3)] }],
    ['with nobody at the rack', /a person is at the rack/, { present: false }],
  ]
  it.each(rows)('%s', (_name, because, wish, arrange) => {
    const told = readySite()
    arrange?.(told)
    expect(told.refused(startRun(wish)).reasons.join(' ')).toMatch(because)
  })

  it('while another is open, or stopped and not ended, or a switch by hand is under way', () => {
    const told = readySite()
    told.must({ kind: 'switchOutlet', pdu: 'PDU-A', outlet: '1', to: 'on', present: true, offline: false, by })
    expect(told.refused(startRun())).toMatchObject({ refused: 'busy', soon: true })
    told.switch('on', at('A', 1), null)
    told.must(startRun())
    expect(told.refused(startRun({ run: 'r2' }))).toMatchObject({ refused: 'runOpen' })
    told.must({ kind: 'makeSafe', by })
    expect(told.refused(startRun({ run: 'r2' }))).toMatchObject({ refused: 'runStopped' })
    told.must({ kind: 'endRun', by })
    told.must(startRun({ run: 'r2' }))
  })

  it('without every reason being said at once', () =>
    expect(
      readySite().refused(startRun({ scope: [at('A', 9)], lanes: [{ name: '1', kid: 'K9' }] })).reasons,
    ).toHaveLength(2))
})

describe('a run that starts', () => {
  it('sorts its outlets: free, dark first, or left alone with the reason', () => {
    const told = readySite()
    told.must({ kind: 'protect', pdu: 'PDU-B', outlets: ['1'], why: 'switch', by })
    told.must({ kind: 'tagOut', pdu: 'PDU-B', outlets: ['2'], why: 'work', by })
    told.must({ kind: 'allocate', pdu: 'PDU-B', outlets: ['3'], to: 'db-1', by })
    told.must({ kind: 'answerKeepOn', pdu: 'PDU-B', outlets: ['4'], by })
    told.readPdus([at('A', 2)])
    const scope = (['A', 'B'] as const).flatMap(pdu => [1, 2, 3, 4].map(n => at(pdu, n)))
    told.must(startRun({ scope, unlock: [at('A', 3)], offline: true }))
    told.after(1)
    told.readPdus()
    expect(told.of('runArmed')).toMatchObject([
      {
        queue: [at('A', 1), at('A', 4), at('A', 3)],
        dark: [at('A', 3)],
        left: [
          { outlet: '2', reason: 'foundOn' },
          { outlet: '1', reason: 'protected' },
          { outlet: '2', reason: 'taggedOut' },
          { outlet: '3', reason: 'allocated' },
          { outlet: '4', reason: 'keptOn' },
        ],
      },
    ])
    expect(told.state.run?.phase).toBe('darkening')
    told.after(500)
    told.switch('off', at('A', 3), null)
    expect(told.state.run?.phase).toBe('working')
    expect(told.lane().step).toMatchObject({ at: 'switchingOn', outlet: at('A', 1) })
  })

  it('leaves an outlet out that would not go dark, instead of waiting for ever', () => {
    const darkening = (): Told => {
      const told = readySite()
      told.must(startRun({ scope: [at('A', 1), at('A', 3)], unlock: [at('A', 3)], offline: true }))
      told.after(1)
      told.readPdus()
      return told
    }
    const failed = darkening()
    failed.must({
      kind: 'switchFailed',
      outlet: at('A', 3),
      to: 'off',
      lane: null,
      fault: { kind: 'denied', where: 'PDU-A', detail: 'Write access denied.' },
    })
    expect(failed.state.run).toMatchObject({ phase: 'working', queue: [at('A', 1)] })
    expect(failed.outlet(at('A', 3)).left).toMatchObject({ reason: 'switchFault' })
    const refused = darkening()
    refused.after(600_000)
    refused.must({ kind: 'switchReady', outlet: at('A', 3), to: 'off', why: '', lane: null, seen: reading('3', 'on') })
    expect(refused.state.run).toMatchObject({ phase: 'working', queue: [at('A', 1)] })
    expect(refused.outlet(at('A', 3)).left).toMatchObject({ reason: 'refused' })
  })
})
