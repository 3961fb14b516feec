// Finding by typing or scanning: an outlet, a machine by serial or MAC, a key.
import { scannedName } from '#core/label.ts'
import { outletKey, type OutletRef } from '#core/rack.ts'
import { machinesOf } from '#core/select.ts'
import { openRun, type State } from '#core/state.ts'
import { rows } from '#core/table.ts'
import { placeWords } from '#core/words.ts'
import { goTo, openOutlet, setDesk } from '../state/desk.ts'
import { allOutlets, parsePlace } from '../state/run-draft.ts'
import { useRack } from '../state/rack.ts'

export interface Found {
  readonly key: string
  readonly what: string
  readonly more: string
  readonly outlet: OutletRef | null
  readonly kid: string | null
}

const bare = (text: string): string => text.toLowerCase().replace(/[^a-z0-9.]/g, '')

/** What a typed or scanned text may mean, the exact ones first. */
export const findIn = (state: State, text: string): Found[] => {
  const wanted = bare(text)
  if (wanted === '') return []
  const place = parsePlace(state, text)
  const outlets = place
    ? [place]
    : wanted.length >= 2
      ? allOutlets(state).filter(ref => bare(placeWords(state, ref)).startsWith(wanted))
      : []
  const byPlace = outlets.slice(0, 8).map((ref): Found => ({
    key: outletKey(ref),
    what: placeWords(state, ref),
    more: 'outlet',
    outlet: ref,
    kid: null,
  }))
  const identities = new Map(rows(state.machines).map(machine => [machine.uuid, machine]))
  const machines = machinesOf(state)
    .filter(({ id, name }) => {
      const macs = identities.get(id)?.macs ?? []
      return wanted.length >= 3 && [name, id, ...macs].some(one => bare(one).includes(wanted))
    })
    .map((machine): Found => ({
      key: machine.id,
      what: machine.name,
      more: machine.spoken,
      outlet: machine.outlets[0] ?? null,
      kid: null,
    }))
  const keys = Object.values(state.keys)
    .filter(({ kid }) => bare(kid) === wanted)
    .map(({ kid }): Found => ({ key: kid, what: `Key ${kid}`, more: 'enlistment key', outlet: null, kid }))
  return [...keys, ...byPlace, ...machines].slice(0, 12)
}

export const openFound = (found: Found): void => {
  if (found.outlet) {
    setDesk({ screen: 'rack', dialog: null })
    return openOutlet(found.outlet)
  }
  goTo(found.kid === null ? 'rack' : 'keys')
}

const told = (text: string): void => setDesk({ notice: { tone: 'refusal', text, mend: '' } })

/** A scan never presses anything: it shows what was scanned, or says that it is not here. */
export const takeScan = (scan: string): void => {
  const text = scannedName(scan)
  const { state } = useRack.getState()
  const [first] = findIn(state, text)
  if (!first) return told(/^K[0-9A-Z]+$/.test(text) ? `${text} is not in stock.` : `${text} is not known here.`)
  const run = openRun(state)
  const wanted = Object.values(run?.lanes ?? {}).flatMap(lane =>
    lane.step.at === 'awaiting' ? [lane.step.outlet] : [],
  )
  if (first.outlet && first.more === 'outlet' && wanted.length > 0) {
    const right = wanted.find(ref => outletKey(ref) === outletKey(first.outlet ?? ref))
    const [go] = wanted
    if (right) return setDesk({ notice: { tone: 'told', text: `That is ${first.what}. Right.`, mend: '' } })
    if (go) return told(`That is ${first.what}. Go to ${placeWords(state, go)}.`)
  }
  openFound(first)
}
