import { useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { applianceWords } from '#core/equipment.ts'
import { age, placeOf } from '#core/place.ts'
import type { OutletRef } from '#core/rack.ts'
import { takenBy } from '#core/safety.ts'
import { evidenceWords } from '#core/select-run.ts'
import { whereOn } from '#core/select-lane.ts'
import { outletAt, type Outlet, type Pdu } from '#core/state.ts'
import { gradeWords, listed, machineName } from '#core/words-names.ts'
import { leftWords } from '#core/left-words.ts'
import { LampIcon } from '../drawing/Lamp.tsx'
import { ask, turnKeepOn, unlock } from '../state/actions.ts'
import { useDesk } from '../state/desk.ts'
import { lampIn, useRack } from '../state/rack.ts'
import { NameForm } from './NameForm.tsx'
import { OutletMarks } from './OutletMarks.tsx'
import { NoticeLine } from '../run/NoticeLine.tsx'
import { Sheet } from '../shell/Sheet.tsx'

const Facts = ({ pdu, outlet, refAt }: { pdu: Pdu; outlet: Outlet; refAt: OutletRef }) => {
  const { state, now, watts } = useRack(
    useShallow(rack => ({
      state: rack.state,
      now: rack.now,
      watts: rack.gauges.watts[`${refAt.pdu}/${refAt.outlet}`],
    })),
  )
  const load = watts ?? outlet.watts
  const owner = takenBy(state, refAt)
  const { binding, left, claim } = outlet
  return (
    <dl className="facts-list">
      <div>
        <dt>Power</dt>
        <dd>
          {outlet.state}, since {age(Math.max(0, now - outlet.stateAt))}
        </dd>
      </div>
      <div>
        <dt>Load</dt>
        <dd>{load === null ? 'not known' : `${load} W`}</dd>
      </div>
      <div>
        <dt>Where</dt>
        <dd>{whereOn(pdu, refAt.outlet)}</dd>
      </div>
      {binding && (
        <div>
          <dt>Bound to</dt>
          <dd>
            <b className="mono">{listed([binding.machine, ...binding.with].map(uuid => machineName(state, uuid)))}</b>,{' '}
            {gradeWords(binding.grade)}
            {binding.evidence.map(one => (
              <span key={one.kind} className="sub">
                {evidenceWords(one)}
              </span>
            ))}
          </dd>
        </div>
      )}
      {!binding && claim && (
        <div>
          <dt>Claimed by</dt>
          <dd>
            <b className="mono">{machineName(state, claim.machine)}</b>: {claim.why}
          </dd>
        </div>
      )}
      {!binding && owner !== null && (
        <div>
          <dt>Taken by</dt>
          <dd>{owner}</dd>
        </div>
      )}
      {outlet.appliance !== null && (
        <div>
          <dt>Feeds</dt>
          <dd>
            the {applianceWords[outlet.appliance.what]} {outlet.appliance.name}; never switched
          </dd>
        </div>
      )}
      {outlet.protected !== null && (
        <div>
          <dt>Never touch</dt>
          <dd>{outlet.protected}</dd>
        </div>
      )}
      {outlet.taggedOut !== null && (
        <div>
          <dt>Tagged out</dt>
          <dd>{outlet.taggedOut}</dd>
        </div>
      )}
      {left && !binding && (
        <div>
          <dt>Not bound</dt>
          <dd>{left.detail || leftWords(left.reason)}</dd>
        </div>
      )}
    </dl>
  )
}

const StaysOn = ({ outlet: ref, pdu, place }: { outlet: OutletRef; pdu: Pdu; place: string }) => {
  const gathered = useDesk(({ keep }) => keep[ref.pdu]?.includes(ref.outlet) ?? false)
  const kept = pdu.keepOn === null ? gathered : pdu.keepOn.includes(ref.outlet)
  return (
    <button type="button" className="btn" onClick={() => turnKeepOn(ref)}>
      {kept ? `${place} need not stay on` : `${place} must stay on`}
    </button>
  )
}

const Unlock = ({ outlet: ref, place }: { outlet: OutletRef; place: string }) => {
  const [text, setText] = useState('')
  const right = text.trim() === ref.outlet
  return (
    <form
      className="inline-form"
      onSubmit={event => {
        event.preventDefault()
        if (right) void unlock(ref).then(() => setText(''))
      }}
    >
      <label className="field">
        <span>
          Type {ref.outlet} to unlock {place} for one switch, 60 s
        </span>
        <input
          type="text"
          inputMode="numeric"
          value={text}
          size={6}
          data-aim="unlock"
          onChange={event => setText(event.target.value)}
        />
      </label>
      <button type="submit" className="btn" disabled={!right}>
        Unlock
      </button>
    </form>
  )
}

/** One outlet: what is known of it, and the marks a person may set. It switches nothing. */
export const OutletCard = ({ outlet: ref }: { outlet: OutletRef }) => {
  const outlet = useRack(({ state }) => outletAt(state, ref))
  const pdu = useRack(({ state }) => state.pdus[ref.pdu])
  const lamp = useRack(useShallow(rack => lampIn(rack, ref)))
  const busy = useDesk(desk => desk.busy !== null)
  const aim = useDesk(desk => desk.aim)
  if (!outlet || !pdu) return null
  const place = placeOf(pdu, ref.outlet)
  const marked = [outlet.protected, outlet.taggedOut, outlet.allocated, outlet.appliance].some(mark => mark !== null)
  return (
    <Sheet title={`${place}, ${lamp.word}`} aim={aim === null ? null : `[data-aim="${aim}"]`}>
      <div className="card-lamp">
        <LampIcon kind={lamp.kind} rem={3} fraction={lamp.fraction ?? 0} />
        <p>{lamp.spoken}</p>
      </div>
      <Facts pdu={pdu} outlet={outlet} refAt={ref} />
      <NoticeLine />
      {lamp.kind === 'locked' && <Unlock outlet={ref} place={place} />}
      <div className="foot">
        <StaysOn outlet={ref} pdu={pdu} place={place} />
        {(marked || outlet.binding) && (
          <button
            type="button"
            className="btn"
            disabled={busy}
            onClick={() => void ask({ kind: 'release', pdu: ref.pdu, outlets: [ref.outlet] })}
          >
            {outlet.binding ? `Release ${place} from its machine` : `Release ${place}`}
          </button>
        )}
      </div>
      <OutletMarks outlet={ref} aim={aim} />
      <NameForm outlet={ref} name={outlet.facts.name} />
    </Sheet>
  )
}
