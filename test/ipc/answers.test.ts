import { describe, expect, it } from 'vitest'
import { calls, type CallName } from '#ipc/contract.ts'
import { emptyState } from '#core/state.ts'
import { answering, isOurs, type Caller, type Handlers } from '#main/desk/answers.ts'

const ours: Caller = { url: 'racklight://desk/index.html', isMainFrame: true, isOurWindow: true }
const names = Object.keys(calls) as CallName[]

interface Seen {
  readonly asked: string[]
  readonly bugs: string[]
}

/** Every call is answered by its own name, or as `over` says. */
const desk = (over: Partial<Record<CallName, () => unknown>> = {}, checkAnswers = false) => {
  const seen: Seen = { asked: [], bugs: [] }
  const handler = (name: CallName) => async () => {
    seen.asked.push(name)
    return over[name] ? over[name]() : name
  }
  const handlers = Object.fromEntries(names.map(name => [name, handler(name)])) as unknown as Handlers
  const answer = answering({
    handlers,
    checkAnswers,
    onBug: (error, where) => seen.bugs.push(`${where}: ${String(error)}`),
  })
  return { seen, answer }
}

const faultOf = (kind: string) => ({ ok: false, fault: expect.objectContaining({ kind }) as unknown })

describe('who may ask', () => {
  const strangers: [string, Caller][] = [
    ['another window', { ...ours, isOurWindow: false }],
    ['a frame inside our page', { ...ours, isMainFrame: false }],
    ['a page from the network in our window', { ...ours, url: 'https://racklight.example/index.html' }],
    ['a host that begins like ours', { ...ours, url: 'racklight://desk.example/index.html' }],
    ['a file', { ...ours, url: 'file:///racklight://desk/index.html' }],
    ['a frame that has gone', { ...ours, url: null }],
  ]

  it.each(strangers)('refuses %s with a fault and asks nobody', async (_who, caller) => {
    const { seen, answer } = desk()
    expect(isOurs(caller)).toBe(false)
    expect(await answer(caller, 'getLook', null)).toEqual(faultOf('denied'))
    expect(seen.asked).toEqual([])
    expect(seen.bugs).toHaveLength(1)
  })

  it('answers the main frame of our own page', async () => {
    expect(await desk().answer(ours, 'getLook', null)).toBe('getLook')
  })
})

describe('what may be asked', () => {
  it.each([['rm'], ['__proto__'], ['toString'], [''], [7], [null], [{ name: 'open' }]])(
    'answers the unknown call %j with a fault',
    async name => {
      const { seen, answer } = desk()
      expect(await answer(ours, name, null)).toEqual(faultOf('malformed'))
      expect(seen.asked).toEqual([])
    },
  )

  it.each(names)('refuses a malformed ask of %s', async name => {
    const { seen, answer } = desk()
    for (const ask of [
      undefined,
      'text',
      { kind: 'openTheDoor', theme: 'pink' },
      [null],
      { outlets: 1e9, feeds: 7, bigText: 7 },
    ])
      expect(await answer(ours, name, ask)).toEqual(faultOf('malformed'))
    expect(seen.asked).toEqual([])
  })

  it('never repeats a malformed ask in the log: it may hold a secret', async () => {
    const { seen, answer } = desk()
    await answer(ours, 'checkMaas', { url: 'http://maas', apiKey: { oops: 'the:secret:key' }, save: true })
    expect(seen.bugs).toHaveLength(1)
    expect(seen.bugs.join()).not.toContain('secret')
    expect(seen.bugs.join()).toContain('apiKey')
  })
})

describe('what is answered', () => {
  it('turns a throw into a fault', async () => {
    const throws = (): never => {
      throw new Error('broken')
    }
    const { seen, answer } = desk({ journal: throws })
    expect(await answer(ours, 'journal', { before: null, limit: 5 })).toEqual(faultOf('bug'))
    expect(seen.bugs).toEqual(['call journal: Error: broken'])
  })

  it('lets any call be declined with a fault', async () => {
    const declined = { ok: false, fault: { kind: 'gone', where: 'engine', detail: 'it has ended' } }
    expect(await desk({ open: () => declined }, true).answer(ours, 'open', null)).toEqual(declined)
  })

  it('checks answers against the contract where it is told to, and only there', async () => {
    const wrong = { open: () => ({ kind: 'snapshot', rev: 'three', state: emptyState }) }
    const checked = desk(wrong, true)
    expect(await checked.answer(ours, 'open', null)).toEqual(faultOf('bug'))
    expect(checked.seen.bugs).toHaveLength(1)
    expect(await desk(wrong, false).answer(ours, 'open', null)).toEqual(wrong.open())
  })
})
