import { describe, expect, it } from 'vitest'
import { outletKey } from '#core/rack.ts'
import { emptyDraft } from '#renderer/state/desk.ts'
import {
  chosenKeys,
  missing,
  outOfScope,
  parsePlace,
  runAskOf,
  scopeOf,
  scopeWords,
  unanswered,
} from '#renderer/state/run-draft.ts'
import { findIn } from '#renderer/keyboard/found.ts'
import { stripsOf } from '#renderer/rack/strips.ts'
import { choosingIn } from '#renderer/rack/choosing.ts'
import { ended, guided, ready, twoPdus } from './fixtures/scenes.ts'

const A = 'ZA1742011886'
const ref = (outlet: number) => ({ pdu: A, outlet: String(outlet) })

describe('a run that is being put together', () => {
  it('asks first, PDU by PDU, what must stay on', () => {
    const { state } = twoPdus()
    expect(unanswered(state).map(pdu => pdu.feed)).toEqual(['A', 'B'])
    expect(choosingIn(state, null)).toEqual({ what: 'keep', pdu: A })
    expect(choosingIn(ready().state, null)).toEqual({ what: 'scope' })
    expect(choosingIn(guided().state, null)).toBeNull()
  })

  it('covers by itself what is off and nobody speaks for, and nothing else', () => {
    const { state, now } = ready()
    const scope = scopeOf(state, emptyDraft, now)
    expect(scopeWords(state, scope)).toBe('A-3 to A-22, B-3 to B-23')
    for (const one of scope) expect(outOfScope(state, one)).toBeNull()
    expect(outOfScope(state, ref(1))).toBe('must stay on')
    expect(outOfScope(state, ref(23))).toBe('taken')
  })

  it('takes in an outlet found on only when a person has typed its number', () => {
    const { state, now } = ready()
    const covered = (draft = emptyDraft): boolean =>
      scopeOf(state, draft, now).some(one => outletKey(one) === outletKey(ref(24)))
    expect(covered()).toBe(false)
    expect(covered({ ...emptyDraft, unlock: [ref(24)] })).toBe(true)
    expect(runAskOf(state, { ...emptyDraft, unlock: [ref(24)] }, now)?.unlock).toEqual([ref(24)])
    expect(runAskOf(state, { ...emptyDraft, unlock: [ref(24)], scope: [ref(3)] }, now)?.unlock).toEqual([])
  })

  it('gives each lane one key, writes to MAAS, and never says by itself that a person is there', () => {
    const { state, now } = ready()
    expect(chosenKeys(state, emptyDraft, now).map(key => key.kid)).toEqual(['K03', 'K05'])
    expect(runAskOf(state, emptyDraft, now)).toMatchObject({
      confirm: 'cut',
      sync: true,
      offline: false,
      present: false,
    })
    expect(missing(state, emptyDraft, now)).toEqual([])
  })

  it('says what is missing', () => {
    const { state, now } = ready()
    expect(missing(state, { ...emptyDraft, kids: [] }, now)).toEqual(['No lane has a key. Make one under Keys.'])
    expect(missing(state, { ...emptyDraft, confirm: 'none' }, now)).toEqual([
      'Several lanes at once need the confirming cut.',
    ])
    expect(missing(state, { ...emptyDraft, scope: [] }, now)).toEqual(['No outlet is chosen.'])
    expect(runAskOf(state, { ...emptyDraft, kids: [] }, now)).toBeNull()
  })

  it('reads places as people write them', () => {
    const { state } = ready()
    for (const text of ['A-24', 'a24', ' a-24 ']) expect(parsePlace(state, text)).toEqual(ref(24))
    for (const text of ['C-1', 'A-25', '24', 'A-2x']) expect(parsePlace(state, text)).toBeNull()
  })
})

describe('the drawing', () => {
  it('has A left and B right from the rear, the other way round from the front', () => {
    const { state } = ready()
    const rear = stripsOf(state, [], true)
    const front = stripsOf(state, [], false)
    expect([rear.left, rear.right]).toEqual([A, 'ZA1742011887'])
    expect([front.left, front.right]).toEqual([rear.right, rear.left])
    expect(rear.folded).toEqual([])
  })
})

describe('find', () => {
  it('knows outlets, machines by serial or MAC, and keys', () => {
    const { state } = ended()
    expect(findIn(state, 'b-4')[0]).toMatchObject({ what: 'B-4' })
    expect(findIn(state, '7XK4Q')[0]).toMatchObject({ what: '7XK4Q01', outlet: ref(3) })
    expect(findIn(state, 'd0:94:66:41:00:0e')[0]).toMatchObject({ what: '7XK4Q01' })
    expect(findIn(state, 'K03')[0]).toMatchObject({ kid: 'K03' })
    expect(findIn(state, 'nothing')).toEqual([])
  })
})
