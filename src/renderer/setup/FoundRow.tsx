import type { FoundPdus } from '#ipc/setup.ts'
import { count } from '#core/words-names.ts'
import { Tick } from '../drawing/signs.tsx'
import { Findings, MaasDrivable, PduFactsList } from './PduFacts.tsx'
import { ProbedFace } from './PduFace.tsx'
import { NameFields } from './NameFields.tsx'

export type FoundPdu = FoundPdus['pdus'][number]
export interface Choice {
  readonly wanted: boolean
  readonly name: string
  readonly feed: string
}

interface Props {
  found: FoundPdu
  /** Its name in this site, once it is one of it. */
  known: string | null
  choice: Choice | null
  change: (choice: Choice) => void
}

const Wish = ({ choice, change, what }: { choice: Choice; change: Props['change']; what: string }) => (
  <div className="found-wish">
    <label className="check">
      <input
        type="checkbox"
        checked={choice.wanted}
        aria-label={`Add ${what}`}
        onChange={event => change({ ...choice, wanted: event.target.checked })}
      />
    </label>
    <NameFields name={choice.name} feed={choice.feed} change={part => change({ ...choice, ...part })} />
  </div>
)

/** One PDU as it was read, with the name and feed it would get. */
export const FoundRow = ({ found: { probe, alsoAt }, known, choice, change }: Props) => {
  const { facts, address, readings, warnings } = probe
  const on = readings.filter(({ state }) => state === 'on').length
  const port = address.port === 161 ? '' : `:${address.port}`
  return (
    <li className="found-row">
      <div className="found-head">
        <div>
          <b>
            {facts.vendor} {facts.model}
          </b>
          <span className="sub">
            <span className="mono">
              {address.host}
              {port}
            </span>
            , serial <span className="mono">{facts.id}</span>, {count(facts.outlets.length, 'outlet')}, {on} on
          </span>
          {alsoAt.length > 0 && <span className="sub">The same PDU answers at {alsoAt.join(', ')} too.</span>}
        </div>
        {known === null && choice ? (
          <Wish choice={choice} change={change} what={`${facts.vendor} ${facts.model} at ${address.host}`} />
        ) : (
          <p className="known-as">
            <Tick /> known as {known}
          </p>
        )}
      </div>
      <Findings warnings={warnings} />
      <details className="more">
        <summary>What was read</summary>
        <ProbedFace outlets={facts.outlets} readings={readings} />
        <PduFactsList facts={facts} />
        <MaasDrivable facts={facts} />
      </details>
    </li>
  )
}
