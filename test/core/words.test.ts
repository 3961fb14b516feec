import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyState } from '#core/state.ts'
import { Event } from '#core/event.ts'
import { leftReasons } from '#core/lane.ts'
import { RejectReason } from '#core/wire.ts'
import { faultWords, refusalWords, sentenceOf, wordsOf } from '#core/words.ts'
import { leftWords } from '#core/left-words.ts'
import { rejectWords } from '#core/words-run.ts'
import { listed, span, spokenTime, timer } from '#core/words-names.ts'
import { drawn, History } from './model/history.ts'
import { samples } from './event-samples.ts'
import { readySite } from './model/site.ts'

const odd = /undefined|null|NaN|\[object|\$\{|\.\.|,,| {2}|^[,:;.]/

const isSentence = (text: string): void => {
  expect(text).not.toMatch(odd)
  expect(text).toMatch(/^[A-Z\d].*[.?!]$/)
}

describe('words', () => {
  it('exist for every kind of event, and every sample is an event', () => {
    for (const sample of Object.values(samples)) {
      expect(Event.safeParse(sample).error).toBeUndefined()
      expect(wordsOf(emptyState, sample).fact).not.toBe('')
      isSentence(sentenceOf(emptyState, sample))
      isSentence(sentenceOf(readySite().state, sample))
    }
  })

  it('are a sentence for every fact of any history', () => {
    const mischief = { people: true, failures: true, lies: true, confirm: 'cut', lanes: 2 } as const
    fc.assert(
      fc.property(drawn(120), draw => {
        const history = new History(draw, mischief).play(draw.moves)
        for (const event of history.events) isSentence(sentenceOf(history.state, event))
      }),
      { numRuns: 15 },
    )
  })

  it('name outlets by feed and number, and machines by serial', () => {
    const { state } = readySite()
    const { fact } = wordsOf(state, { ...samples.outletSwitched, pdu: 'PDU-B', outlet: '3', to: 'on' })
    expect(fact).toBe('B-3 on')
  })

  it('say why for every reason', () => {
    for (const reason of leftReasons) expect(leftWords(reason)).toMatch(/^[a-z].*[^.]$/)
    for (const reason of RejectReason.options) expect(rejectWords(reason)).toMatch(/^[a-z].*[^.]$/)
  })

  it('of a fault say where, what failed and what mends it', () => {
    expect(faultWords({ kind: 'timeout', where: 'PDU a', detail: 'No answer', mend: 'Check its cable.' })).toBe(
      'PDU a: No answer. Check its cable.',
    )
    expect(refusalWords({ refused: 'x', reasons: ['It is taken', 'Nobody is there.'] })).toBe(
      'It is taken. Nobody is there.',
    )
  })

  it('of times are short on screen and whole for the ear', () => {
    expect([span(1_620), span(42_400), span(400_000)]).toEqual(['1.6 s', '42 s', '7 min'])
    expect([timer(72_000), timer(3_727_000), timer(-5)]).toEqual(['1:12', '1:02:07', '0:00'])
    expect([spokenTime(72_000), spokenTime(40_000), spokenTime(120_000)]).toEqual([
      '1 minute 12',
      '40 seconds',
      '2 minutes',
    ])
  })

  it('of lists stay on a line', () => {
    expect(listed([])).toBe('none')
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c')
    expect(listed(['1', '2', '3', '4', '5', '6', '7', '8'])).toBe('1, 2, 3, 4, 5, 6 and 2 more')
  })
})
