// Engine time per input of a guided run over 16, 480 and 4,800 outlets: rules, fold and plan, without and with the disk.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Input } from '#core/decide.ts'
import type { Effect } from '#core/effect.ts'
import { Event, type Recorded } from '#core/event.ts'
import { ok, type Result } from '#core/fault.ts'
import { emptyState } from '#core/state.ts'
import { makeEngine, type Engine } from '#main/engine/engine.ts'
import { openDatabase } from '#main/store/database.ts'
import { openJournal } from '#main/store/journal.ts'
import { uuid7Source } from '#main/store/uuid7.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import { paperRack } from './rack-of-paper.ts'

type Append = (events: readonly Event[]) => Promise<Result<readonly Recorded[]>>

const inMemory = (): Append => {
  let seq = 0
  return events => Promise.resolve(ok(events.map(event => ({ seq: ++seq, id: String(seq), event }))))
}

interface Disk {
  readonly append: Append
  close(): Promise<void>
}

const onDisk = async (dir: string): Promise<Disk> => {
  const db = openDatabase(join(dir, 'bench.db'), 'write')
  if (!db.ok) throw new Error(db.fault.detail)
  const opened = await openJournal({
    db: db.value,
    schema: Event,
    clock: systemClock,
    sealKey: randomBytes(32),
    sealPath: join(dir, 'bench.seal'),
    site: 'bench',
    cart: 'bench',
    newId: uuid7Source(systemClock),
  })
  if (!opened.ok) throw new Error(opened.fault.detail)
  const first = await opened.value.head()
  if (!first.ok) throw new Error(first.fault.detail)
  let head = first.value
  const append: Append = async events => {
    const written = await opened.value.append(head, events)
    if (!written.ok) return written
    head = { count: written.value.count, mac: written.value.mac }
    return ok(written.value.rows)
  }
  const close = async (): Promise<void> => {
    await opened.value.settled()
    db.value.close()
  }
  return { append, close }
}

export interface EngineFigures {
  readonly outlets: number
  readonly inputs: number
  readonly events: number
  readonly meanUs: number
  readonly medianUs: number
  readonly worstKind: string
  readonly worstKindUs: number
  readonly bound: number
}

const warmUp = 100

/** Drives a run until `limit` inputs have been timed or the run is over. */
export const driveRun = async (
  outlets: number,
  append: Append,
  limit: number,
  writingOnly = false,
): Promise<EngineFigures> => {
  const rack = paperRack(outlets)
  let effects: readonly Effect[] = []
  let events = 0
  const engine: Engine = makeEngine({
    clock: { ...systemClock, now: rack.now },
    start: emptyState,
    append,
    publish: written => void (events += written.length),
    reconcile: planned => void (effects = planned),
  })
  const submit = async (input: Input): Promise<void> => {
    const outcome = await engine.submit(input)
    if (!outcome.ok && 'fault' in outcome) throw new Error(outcome.fault.detail)
    if (!outcome.ok && !outcome.refusal.soon) throw new Error(`${input.kind}: ${outcome.refusal.reasons.join(' ')}`)
  }
  for (const input of rack.begin()) await submit(input)
  const took = new Map<string, number[]>()
  let timed = 0
  for (let i = 0; timed < limit; i++) {
    const input = rack.next(engine.state(), effects)
    if (input === null) break
    const wrote = events
    const startedAt = performance.now()
    await submit(input)
    const us = (performance.now() - startedAt) * 1_000
    if (i < warmUp || (writingOnly && events === wrote)) continue
    timed++
    took.set(input.kind, [...(took.get(input.kind) ?? []), us])
  }
  const all = [...took.values()].flat().sort((a, b) => a - b)
  const mean = (list: readonly number[]): number => list.reduce((sum, us) => sum + us, 0) / Math.max(1, list.length)
  const worst = [...took].map(([kind, list]) => ({ kind, us: mean(list) })).sort((a, b) => b.us - a.us)[0]
  const bound = Object.values(engine.state().pdus).flatMap(pdu => Object.values(pdu.outlets).filter(one => one.binding))
  if (bound.length === 0) throw new Error('the run binds nothing: it is not the run that was to be timed')
  return {
    outlets,
    inputs: all.length,
    events,
    meanUs: mean(all),
    medianUs: all[all.length >> 1] ?? 0,
    worstKind: worst?.kind ?? '',
    worstKindUs: worst?.us ?? 0,
    bound: bound.length,
  }
}

const us = (value: number): string => value.toFixed(1).padStart(9)

const line = (name: string, figures: EngineFigures, first: number): string =>
  [
    name.padEnd(10),
    String(figures.outlets).padStart(7),
    String(figures.inputs).padStart(7),
    us(figures.meanUs),
    us(figures.medianUs),
    `${figures.worstKind} ${figures.worstKindUs.toFixed(0)}`.padStart(22),
    `${(figures.meanUs / first).toFixed(2)}`.padStart(7),
  ].join(' ')

const sizes = [16, 480, 4_800]

const main = async (): Promise<void> => {
  console.log('Engine time per input of a guided run, microseconds (goal: flat, at most 50 without the disk)')
  console.log('journal    outlets  inputs      mean    median     worst kind (mean)   ratio')
  // The same code runs hot before anything is timed.
  await driveRun(480, inMemory(), 3_000)
  let first = 0
  for (const outlets of sizes) {
    const figures = await driveRun(outlets, inMemory(), 2_000)
    first ||= figures.meanUs
    console.log(line('in memory', figures, first))
  }
  console.log('* each input that writes events, with its transaction (synchronous=FULL)')
  const dir = await mkdtemp(join(tmpdir(), 'racklight-bench-'))
  try {
    let base = 0
    for (const outlets of sizes) {
      const disk = await onDisk(await mkdtemp(join(dir, 'journal-')))
      const figures = await driveRun(outlets, disk.append, 150, true)
      await disk.close()
      base ||= figures.meanUs
      console.log(line('on disk *', figures, base))
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

if (process.argv[1] === import.meta.filename) await main()
