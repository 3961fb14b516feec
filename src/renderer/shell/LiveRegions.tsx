// What a screen reader is told: lanes politely, at most one message in 2 s; questions, faults and Make safe at once.
import { useEffect, useRef, useState } from 'react'
import { lanesOf } from '#core/select-lane.ts'
import { openRun } from '#core/state.ts'
import { browserClock } from '../state/clock.ts'
import { useDesk } from '../state/desk.ts'
import { openQuestions } from '../state/questions.ts'
import { useRack } from '../state/rack.ts'
import { playFor } from './sound.ts'

const pauseMs = 2_000

export const LiveRegions = () => {
  const [polite, setPolite] = useState('')
  const [urgent, setUrgent] = useState('')
  const told = useRef(new Map<string, string>())
  const waiting = useRef(new Map<string, string>())
  const speaking = useRef(false)

  useEffect(() => {
    const speak = async (): Promise<void> => {
      if (speaking.current) return
      speaking.current = true
      for (;;) {
        const [next] = waiting.current
        if (!next) break
        waiting.current.delete(next[0])
        setPolite(next[1])
        await browserClock.wait(pauseMs)
      }
      speaking.current = false
    }
    let questions = new Set<string>()
    let open = false
    const heard = (): void => {
      const { state, now } = useRack.getState()
      for (const [index, lane] of lanesOf(state, now).entries()) {
        const key = `${lane.askKey}`
        if (told.current.get(lane.name) === key) continue
        told.current.set(lane.name, key)
        waiting.current.set(lane.name, lane.spoken)
        if (useDesk.getState().look.sound) playFor(lane.state, index)
      }
      void speak()
      const { later } = useDesk.getState()
      const all = openQuestions(state, later)
      const fresh = all.find(one => !questions.has(one.key))
      questions = new Set(all.map(one => one.key))
      if (fresh) setUrgent(`${fresh.about}. ${fresh.ask}`)
      const run = openRun(state)
      if (open && !run && state.run?.phase === 'stopped') setUrgent(`Made safe. ${state.run.why}`)
      open = run !== null
    }
    const stop = useRack.subscribe((rack, before) => {
      if (rack.state !== before.state) heard()
    })
    return stop
  }, [])

  return (
    <>
      <div className="unseen" aria-live="polite">
        {polite}
      </div>
      <div className="unseen" role="alert">
        {urgent}
      </div>
    </>
  )
}
