import type { KeyboardEvent } from 'react'
import { useMemo } from 'react'
import { useDesk } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'
import { boardOf, isWalkKey, stepOn, type BoardColumn } from './board-plan.ts'
import { focusOutlet } from './focus-outlet.ts'
import { LoadBar } from './LoadBar.tsx'
import { carried, fullAtIn, isStale, loadsIn } from './loads.ts'
import { OutletLine } from './OutletLine.tsx'

interface ColumnProps {
  pdu: string
  unit: number
  column: BoardColumn
  chained: boolean
  stop: string | null
}

const Column = ({ pdu, unit, column, chained, stop }: ColumnProps) => {
  const { section, bank, first, outlets } = column
  const loads = useRack(rack => loadsIn(rack, pdu))
  const fullAt = useRack(fullAtIn)
  const load = loads.find(
    one =>
      one.kind === 'bank' &&
      one.unit === unit &&
      one.number === bank &&
      (one.section === null || one.section === section),
  )
  const name = `Bank ${bank}${section === null ? '' : ` of section ${section}`}`
  const range = `${outlets[0]?.number ?? ''} to ${outlets.at(-1)?.number ?? ''}`
  return (
    <section className="bank" aria-label={bank === null ? `Outlets ${range}` : `${name}, outlets ${range}`}>
      {bank !== null && (
        <div className="bank-head">
          {first && load ? (
            <LoadBar load={carried(load, fullAt)} fullAt={fullAt} />
          ) : (
            <p className="bank-title">
              <b>{name}</b> <span className="dim">{first ? 'its load is not told' : range}</span>
            </p>
          )}
        </div>
      )}
      <ul>
        {outlets.map(({ id, number }) => (
          <OutletLine
            key={id}
            pdu={pdu}
            outlet={id}
            label={chained ? `${unit}/${number}` : String(number)}
            stop={id === stop}
          />
        ))}
      </ul>
    </section>
  )
}

/** Phases and inlets of one unit, which outlets of several banks share. */
const Shared = ({ pdu, unit }: { pdu: string; unit: number }) => {
  const loads = useRack(rack => loadsIn(rack, pdu))
  const fullAt = useRack(fullAtIn)
  const shared = loads.filter(one => one.unit === unit && one.kind !== 'bank').map(one => carried(one, fullAt))
  if (shared.length === 0) return null
  return (
    <div className="shared-loads">
      {shared.map(load => (
        <LoadBar key={load.key} load={load} fullAt={fullAt} />
      ))}
    </div>
  )
}

/** The outlets where they sit on the PDU. One tab stop; arrows, Home, End, Page and typed numbers walk inside. */
export const Board = ({ pdu: id }: { pdu: string }) => {
  const outlets = useRack(({ state }) => state.pdus[id]?.facts.outlets)
  const units = useMemo(() => boardOf(outlets ?? []), [outlets])
  const at = useDesk(({ outlet }) => (outlet?.pdu === id ? outlet.outlet : null))
  const stop = at ?? units[0]?.columns[0]?.outlets[0]?.id ?? null
  const keyed = (event: KeyboardEvent): void => {
    if (stop === null || !isWalkKey(event.key)) return
    event.preventDefault()
    focusOutlet({ pdu: id, outlet: stepOn(units, stop, event.key) })
  }
  const chained = units.length > 1
  const isOld = useRack(rack => isStale(rack, id))
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys belong to the rows inside
    <div className={`board${isOld ? ' old' : ''}`} onKeyDown={keyed} data-region="outlets">
      {units.map(({ unit, columns }) => (
        <section key={unit} className="unit" aria-label={chained ? `Unit ${unit}` : undefined}>
          {chained && <h3>Unit {unit}</h3>}
          <Shared pdu={id} unit={unit} />
          <div className="banks">
            {columns.map(column => (
              <Column key={column.key} pdu={id} unit={unit} column={column} chained={chained} stop={stop} />
            ))}
          </div>
        </section>
      ))}
    </div>
  )
}
