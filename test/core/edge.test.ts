import { describe, expect, it } from 'vitest'
import { aliveMs, judgeSilence, silentMs, type Silence } from '#core/edge.ts'
import { Numbers } from '#core/numbers.ts'

const numbers = Numbers.parse({ beatMs: 1_000 })
const setAt = 100_000
const offAt = 101_000
const now = 106_000
const heard: Silence = {
  kind: 'silenceHeard',
  lane: '1',
  sid: 'mine',
  offAt,
  lastBeatAt: 99_800,
  until: 105_000,
  others: [{ sid: 'other', lastBeatAt: 104_500 }],
  impaired: false,
  pduAnswers: true,
  watts: null,
}
const judge = (change: Partial<Silence>) => judgeSilence({ ...heard, ...change }, setAt, numbers, now)

describe('a silence', () => {
  it('lasts three beats, and three seconds at least', () => {
    expect(silentMs(numbers)).toBe(3_000)
    expect(silentMs(Numbers.parse({}))).toBe(15_000)
    expect(aliveMs(1_000)).toBe(1_500)
  })

  it('after a cut, with every other heart beating on, is an edge and carries its figures', () =>
    expect(judge({})).toEqual({
      ok: true,
      evidence: {
        kind: 'edgeOff',
        at: now,
        sid: 'mine',
        setAt,
        offAt,
        lastBeatAt: 99_800,
        silentMs: 4_000,
        others: ['other'],
        mates: [],
      },
    }))

  it('of the only heart there is, is an edge', () => expect(judge({ others: [] }).ok).toBe(true))

  it.each([
    ['hearingImpaired', 'the laptop could not listen', { impaired: true }],
    ['hearingImpaired', 'the PDU is gone too', { pduAnswers: false, watts: null }],
    ['heartLost', 'its last beat is older than one and a half beats before the SET', { lastBeatAt: 98_499 }],
    ['stillBeating', 'it beat after the verified off', { lastBeatAt: 101_751 }],
    ['hearingImpaired', 'it has not lasted three seconds', { until: 103_999 }],
    [
      'hearingImpaired',
      'it has not lasted three seconds since a beat that was under way',
      { lastBeatAt: 101_700, until: 104_600 },
    ],
    [
      'allSilent',
      'all others fell silent too',
      {
        others: [
          { sid: 'a', lastBeatAt: 101_700 },
          { sid: 'b', lastBeatAt: 99_000 },
        ],
      },
    ],
    [
      'othersStopped',
      'one other fell silent too',
      {
        others: [
          { sid: 'a', lastBeatAt: 101_700 },
          { sid: 'b', lastBeatAt: 104_000 },
        ],
      },
    ],
  ] as const)('is no edge (%s) when %s', (reason, _why, change) =>
    expect(judge(change)).toMatchObject({ ok: false, reason }),
  )

  it.each([
    ['the last beat is exactly one and a half beats before the SET', { lastBeatAt: 98_500 }],
    ['a beat was still under way at the off', { lastBeatAt: 101_750, until: 104_750 }],
    ['it lasted exactly three seconds', { until: 104_000 }],
  ] as const)('is an edge when %s', (_why, change) => expect(judge(change).ok).toBe(true))
})
