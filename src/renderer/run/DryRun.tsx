import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { LampIcon } from '../drawing/Lamp.tsx'
import { startRun } from '../state/actions.ts'
import { closeDialog, setDraft, useDesk } from '../state/desk.ts'
import { Sheet } from '../shell/Sheet.tsx'
import { NoticeLine } from './NoticeLine.tsx'
import type { RunSteps } from '#ipc/contract.ts'

const Switches = ({ steps }: { steps: RunSteps['steps'] }) => {
  const box = useRef<HTMLElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoized by a compiler
  const list = useVirtualizer({
    count: steps.length,
    getScrollElement: () => box.current,
    estimateSize: () => 40,
    overscan: 12,
  })
  return (
    <section className="switches" ref={box} aria-label="Switches in order">
      <ol style={{ height: `${list.getTotalSize()}px` }}>
        {list.getVirtualItems().map(item => {
          const step = steps[item.index]
          return (
            step && (
              <li
                key={item.key}
                style={{ transform: `translateY(${item.start}px)`, height: `${item.size}px` }}
                aria-setsize={steps.length}
                aria-posinset={item.index + 1}
              >
                <span className="n tn">{item.index + 1}</span>
                <LampIcon kind={step.to === 'on' ? 'on' : 'off'} rem={1.125} />
                <b>
                  {step.place} {step.to}
                </b>
                <span className="dim">{step.why}</span>
              </li>
            )
          )
        })}
      </ol>
    </section>
  )
}

const minutes = (n: number): string =>
  n < 90 ? `${Math.max(1, Math.round(n))} min` : `${(n / 60).toFixed(1).replace('.0', '')} h`

/** Every switch in order with its reason, none sent; from here the run starts. */
export const DryRun = () => {
  const steps = useDesk(desk => desk.steps)
  const present = useDesk(desk => desk.draft.present)
  const busy = useDesk(desk => desk.busy === 'startRun')
  if (!steps) return null
  return (
    <Sheet title="Every switch, in order" wide>
      <p className="lead">
        <b>{steps.steps.length} switches</b>, about {minutes(steps.price.minutes)}, {steps.price.bootsPerMachine}{' '}
        {steps.price.bootsPerMachine === 1 ? 'boot' : 'boots'} for each machine. None has been sent.
      </p>
      <Switches steps={steps.steps} />
      {steps.locked.length > 0 && (
        <details className="more">
          <summary>{steps.locked.length} left alone</summary>
          <ul>
            {steps.locked.map(one => (
              <li key={`${one.pdu}/${one.outlet}`}>
                <b>{one.place}</b> {one.why}
              </li>
            ))}
          </ul>
        </details>
      )}
      {steps.warnings.map(warning => (
        <p key={warning} className="notice refusal">
          {warning}
        </p>
      ))}
      <NoticeLine />
      <label className="check present">
        <input type="checkbox" checked={present} onChange={event => setDraft({ present: event.target.checked })} />
        <span>
          <b>I am at the rack</b>{' '}
          <span className="dim">Off here is not isolation: pull the cord before you open a chassis.</span>
        </span>
        {!present && <kbd>Space</kbd>}
      </label>
      <div className="foot">
        <button type="button" className="btn main big" disabled={!present || busy} onClick={() => void startRun()}>
          Start the run{present && <kbd>Space</kbd>}
        </button>
        <button type="button" className="btn big ghost" onClick={closeDialog}>
          Not yet<kbd>Esc</kbd>
        </button>
      </div>
    </Sheet>
  )
}
