/* oxlint-disable jsx-a11y/prefer-tag-over-role -- SVG has no tags for lists and buttons */
import { useState, type KeyboardEvent } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useDesk } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'
import { strip, stripX, type Side, type StripPlan } from './geometry.ts'
import { OutletRow } from './OutletRow.tsx'
import { lensFor, planOf } from './strips.ts'
import { walk } from './walk.ts'

const FeedTag = ({ feed, x }: { feed: string; x: number }) => (
  <g aria-hidden="true">
    {feed === 'A' ? (
      <rect x={x} y="45" width="24" height="24" rx="3" className={`feed-fill feed-${feed.toLowerCase()}`} />
    ) : (
      <circle cx={x + 12} cy="57" r="12.5" className={`feed-fill feed-${feed.toLowerCase()}`} />
    )}
    <text x={x + 12} y="62.3" textAnchor="middle" className="on-feed">
      {feed}
    </text>
  </g>
)

const isUnderLens = (y: number, lens: StripPlan['lens']): boolean =>
  lens !== null && y > lens.y && y - 42 < lens.y + lens.height

export const PduStrip = ({ pdu: id, side }: { pdu: string; side: Side }) => {
  const pdu = useRack(({ state }) => state.pdus[id])
  const around = useRack(({ state }) => lensFor(state, id, null))
  const chosen = useDesk(useShallow(({ outlet }) => (outlet?.pdu === id ? outlet.outlet : null)))
  const [at, setAt] = useState<string | null>(null)
  if (!pdu) return null
  const plan = planOf(pdu, around ?? chosen ?? at)
  const { left } = { left: side === 'left' }
  const stop = at ?? around ?? plan.rows[0]?.id ?? null
  const x = stripX[side]
  const labels = new Map(
    pdu.facts.outlets.map(({ id: outlet, number, unit }) => [
      outlet,
      outlet.includes('.') ? `${unit}/${number}` : String(number),
    ]),
  )
  const keyed = (event: KeyboardEvent): void => {
    const next = walk(event, 'data-outlet')
    if (next !== null) setAt(next)
  }
  return (
    <g
      role="list"
      aria-label={`PDU ${pdu.name}, feed ${pdu.feed}, ${plan.rows.length} outlets`}
      data-list={side}
      data-strip={id}
      onKeyDown={keyed}
    >
      <rect
        x={x + 0.75}
        y={strip.top}
        width={strip.width - 1.5}
        height={strip.height}
        rx="6"
        className="pdu-body"
        aria-hidden="true"
      />
      <FeedTag feed={pdu.feed} x={left ? 12 : 676} />
      <g aria-hidden="true">
        <text x={left ? 44 : 668} y="55" textAnchor={left ? 'start' : 'end'} className="pdu-name">
          {`PDU ${pdu.feed}`}
        </text>
        <text x={left ? 44 : 668} y="69" textAnchor={left ? 'start' : 'end'} className="pdu-where">
          {pdu.silent ? 'no answer' : pdu.address.host.slice(0, 15)}
        </text>
        {plan.lens && (
          <rect x={left ? 4 : 580} y={plan.lens.y} width="128" height={plan.lens.height} rx="5" className="lens" />
        )}
        {plan.banks.map(bank => (
          <g key={bank.bank}>
            {bank.lineY !== null && <path d={`M${left ? 8 : 584} ${bank.lineY}h120`} className="hair" />}
            {bank.upright && isUnderLens(bank.textY, plan.lens) ? null : bank.upright ? (
              <text
                transform={`translate(${left ? 15.5 : 704} ${bank.textY}) rotate(-90)`}
                className="bank-name"
              >{`Bank ${bank.bank}`}</text>
            ) : (
              <text
                x={left ? 12 : 700}
                y={bank.textY}
                textAnchor={left ? 'start' : 'end'}
                className="bank-name"
              >{`Bank ${bank.bank}`}</text>
            )}
          </g>
        ))}
      </g>
      {plan.rows.map(row => (
        <OutletRow
          key={row.id}
          pdu={id}
          row={row}
          number={labels.get(row.id) ?? row.id}
          side={side}
          stop={row.id === stop}
        />
      ))}
    </g>
  )
}
