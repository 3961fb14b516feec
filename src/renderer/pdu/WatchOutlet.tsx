import { useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Event } from '#core/event.ts'
import { placeOf } from '#core/place.ts'
import { sameOutlet, type OutletRef, type Switch } from '#core/rack.ts'
import type { Pdu } from '#core/state.ts'
import { sentenceOf } from '#core/words.ts'
import { LampIcon } from '../drawing/Lamp.tsx'
import { Tick } from '../drawing/signs.tsx'
import { ask } from '../state/actions.ts'
import { useDesk } from '../state/desk.ts'
import { lampIn, useRack } from '../state/rack.ts'
import { offlineWhy } from '../state/run-draft.ts'

/** The last order for this outlet came to nothing: why. */
const failureIn = (events: readonly Event[], ref: OutletRef): Event | null => {
  const last = events.findLast(
    event =>
      (event.kind === 'switchRefused' ||
        event.kind === 'switchFailed' ||
        event.kind === 'outletSwitched' ||
        event.kind === 'switchOrdered' ||
        event.kind === 'trialBegun') &&
      sameOutlet(event, ref),
  )
  return last?.kind === 'switchRefused' || last?.kind === 'switchFailed' ? last : null
}

interface Props {
  pdu: Pdu
  trial: NonNullable<Pdu['trial']>
  onAnother: () => void
}

/** The outlet on trial, switched both ways by hand under the rules for a switch by hand. */
export const WatchOutlet = ({ pdu, trial, onAnother }: Props) => {
  const { outlet: id, wentOn, wentOff } = trial
  const ref: OutletRef = { pdu: pdu.id, outlet: id }
  const place = placeOf(pdu, id)
  const lamp = useRack(useShallow(rack => lampIn(rack, ref)))
  const hand = useRack(({ state }) => state.hand)
  const offlineReason = useRack(({ state, now }) => offlineWhy(state, now))
  const failure = useRack(rack =>
    failureIn(
      rack.recent.map(({ event }) => event),
      ref,
    ),
  )
  const state = useRack(rack => rack.state)
  const busy = useDesk(desk => desk.busy !== null)
  const [present, setPresent] = useState(false)
  const [offline, setOffline] = useState(false)
  const power = pdu.outlets[id]?.state ?? 'unknown'
  const next: Switch | null = power === 'on' ? 'off' : power === 'off' ? 'on' : null
  const order = (to: Switch): void => {
    const without = offlineReason !== null && offline
    void ask({ kind: 'switchOutlet', ...ref, to, present, offline: without })
  }
  const blocked = busy || hand !== null || !present || (offlineReason !== null && !offline)
  return (
    <>
      <div className="card-lamp">
        <LampIcon kind={lamp.kind} rem={3} fraction={lamp.fraction ?? 0} />
        <div>
          <p>
            <b>
              {place} is {power}
            </b>
            , as the PDU says. Watch {place} itself.
          </p>
          <output className="dim">
            {hand && sameOutlet(hand.outlet, ref) ? `Switching ${place} ${hand.to}, and reading it back` : ''}
          </output>
        </div>
      </div>
      <ul className="seen-both">
        <li>
          <Tick done={wentOff} />
          {wentOff ? 'went off, read back' : 'not switched off yet'}
        </li>
        <li>
          <Tick done={wentOn} />
          {wentOn ? 'went on, read back' : 'not switched on yet'}
        </li>
      </ul>
      <label className="check">
        <input type="checkbox" checked={present} onChange={event => setPresent(event.target.checked)} />
        <b>I am at the rack</b>
      </label>
      {offlineReason !== null && (
        <label className="check" aria-label={`I answer for switching without MAAS. ${offlineReason}`}>
          <input type="checkbox" checked={offline} onChange={event => setOffline(event.target.checked)} />
          <span>
            <b>I answer for switching without MAAS</b> <span className="dim">{offlineReason}</span>
          </span>
        </label>
      )}
      {failure && (
        <p className="notice fault" role="alert">
          {sentenceOf(state, failure)}
        </p>
      )}
      <div className="foot">
        {(['off', 'on'] as const).map(to => (
          <button
            key={to}
            type="button"
            className={`btn big${to === next && !(wentOn && wentOff) ? ' main' : ''}`}
            disabled={blocked || to !== next}
            onClick={() => order(to)}
          >
            Switch {place} {to}
          </button>
        ))}
        <button type="button" className="btn big ghost" disabled={hand !== null} onClick={onAnother}>
          Another outlet
        </button>
      </div>
    </>
  )
}
