import { memo } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { outletKey } from '#core/rack.ts'
import { takenBy } from '#core/safety.ts'
import { outletAt, type State } from '#core/state.ts'
import { listed, machineName } from '#core/words-names.ts'
import { LampIcon } from '../drawing/Lamp.tsx'
import { openOutlet, setDesk, useDesk } from '../state/desk.ts'
import { lampIn, useRack, wattsOf } from '../state/rack.ts'

/** Who or what hangs there, as far as anybody knows. */
const ownerOf = (state: State, ref: { pdu: string; outlet: string }): string => {
  const outlet = outletAt(state, ref)
  if (outlet?.binding) return listed([outlet.binding.machine, ...outlet.binding.with].map(id => machineName(state, id)))
  return outlet?.appliance?.name ?? takenBy(state, ref) ?? outlet?.protected ?? outlet?.taggedOut ?? ''
}

interface Props {
  pdu: string
  outlet: string
  label: string
  stop: boolean
}

/** One outlet as a row: lamp, number, name, who hangs there, state, load. It opens its card. */
export const OutletLine = memo(function OutletLine({ pdu, outlet: id, label, stop }: Props) {
  const ref = { pdu, outlet: id }
  const lamp = useRack(useShallow(rack => lampIn(rack, ref)))
  const { name, owner, watts, on, open } = useRack(
    useShallow(rack => {
      const outlet = outletAt(rack.state, ref)
      const load = wattsOf(rack, ref) ?? outlet?.watts ?? null
      const unanswered = rack.state.pdus[pdu]?.keepOn === null
      const common = { name: outlet?.facts.name ?? '', owner: ownerOf(rack.state, ref), open: unanswered }
      return { ...common, watts: load, on: outlet?.state === 'on' }
    }),
  )
  const kept = useDesk(({ keep }) => open && (keep[pdu]?.includes(id) ?? false))
  const kind = kept ? 'keptOn' : lamp.kind
  const load = watts === null || (!on && watts === 0) ? '' : `${watts} W`
  const word = kept ? 'stays on' : kind === 'locked' ? 'locked' : lamp.word
  const told = [lamp.spoken, kept ? 'to stay on' : '', name === '' ? '' : `called ${name}`, load]
  return (
    <li>
      <button
        type="button"
        className={`outlet-line ${lamp.tone}`}
        tabIndex={stop ? 0 : -1}
        data-board={outletKey(ref)}
        aria-label={told.filter(one => one !== '').join(', ')}
        onFocus={() => setDesk({ outlet: ref })}
        onClick={() => openOutlet(ref)}
      >
        <LampIcon kind={kind} rem={1.25} fraction={lamp.fraction ?? 0} />
        <b className="line-number tn">{label}</b>
        <span className="line-who">
          {owner === '' || owner === name ? '' : <b>{owner}</b>} <span className="called">{name}</span>
        </span>
        <span className="line-word">{word}</span>
        <span className="line-watts tn">{load}</span>
      </button>
    </li>
  )
})
