import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { lanesOf, type LaneView } from '#core/select-lane.ts'
import { LaneCard } from '#renderer/lanes/LaneCard.tsx'
import { fullLanes } from '#renderer/lanes/LaneColumn.tsx'
import { bothTurn, cutting, guided, loads, paused, stopped, trouble } from './fixtures/scenes.ts'
import type { Play } from './fixtures/play.ts'

const lanes = (play: Play): LaneView[] => lanesOf(play.state, play.now, loads(play))
const card = (lane: LaneView | undefined): string =>
  lane ? renderToStaticMarkup(<LaneCard lane={lane} first folded={false} />) : ''
const text = (markup: string): string => markup.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

describe('a lane card', () => {
  it('says verb, cord, outlet, other end and key', () => {
    const [one] = lanes(guided())
    expect(one?.spoken).toBe(
      'Lane 1, key K03. Your turn. Plug the RED cord into B-17. Other end 7XK5C43. Leave key K03 in, press power',
    )
    expect(text(card(one))).toContain('Plug the RED cord into B-17 Other end 7XK5C43 Leave key K03 in press power')
  })

  it('waits with a ring once a load is seen, and has no plate then', () => {
    const two = lanes(guided())[1]
    expect(two).toMatchObject({ state: 'waiting', plate: null })
    expect(card(two)).toContain('role="timer"')
    expect(text(card(two))).toContain('Load 148 W')
  })

  it('asks for the key when both cords are bound, by Space', () => {
    const [one] = lanes(cutting())
    expect(text(card(one))).toContain('Take out key K03 of 7XK4H83 A-11 and B-11 bound')
    expect(text(card(one))).toContain('Key is out Space')
  })

  it('has no skip while its outlet is cut or the run has stopped', () => {
    for (const lane of lanes(stopped())) expect(card(lane)).not.toContain('button')
  })

  it('asks for nothing while paused', () => {
    for (const lane of lanes(paused())) expect(lane).toMatchObject({ state: 'paused', plate: null })
  })

  it('asks to look when nobody has answered for long', () => {
    expect(lanes(trouble())[0]).toMatchObject({ state: 'late', status: 'No answer' })
  })
})

describe('full cards', () => {
  const many = (states: LaneView['state'][]): LaneView[] => {
    const [base] = lanes(bothTurn())
    return base ? states.map((state, i) => ({ ...base, name: String(i + 1), state })) : []
  }

  it('are two at most: the one a person chose, then those that need a hand', () => {
    expect(fullLanes(many(['waiting', 'turn', 'late', 'waiting']), null).sort()).toEqual(['2', '3'])
    expect(fullLanes(many(['waiting', 'turn', 'late', 'waiting']), '4').sort()).toEqual(['2', '4'])
    expect(fullLanes(many(['done', 'waiting']), null)).toEqual(['1', '2'])
  })
})
