// Proves that the journal is the one that was written: no row edited, none missing, no tail cut, nothing rewritten.
import { ok, type Result } from '#core/fault.ts'
import type { Clock } from '#core/ports.ts'
import { genesis, headOf, macOf, rowColumns, type Head, type Row } from './chain.ts'
import type { Database } from './database.ts'
import { readSeal, type Break, type Seal, type SealFound } from './seal.ts'
import { attempt } from './sqlite-fault.ts'

export interface Finding {
  readonly what: 'rowEdited' | 'rowMissing' | 'tailCut' | 'rewritten' | 'sealMissing' | 'sealForged' | 'brokenBefore'
  /** The first row concerned. */
  readonly seq: number | null
  readonly detail: string
}

export interface Verdict {
  readonly head: Head
  /** Where the seal says the journal reached; rows after it are a commit the seal had no time for. */
  readonly sealed: Head | null
  readonly findings: readonly Finding[]
  /** True when there were more findings than are listed. */
  readonly more: boolean
}

export interface VerifyNeeds {
  readonly db: Database
  readonly sealKey: Uint8Array
  readonly sealPath: string
  readonly clock: Clock
  /** Heads printed on reports; each must still stand in the journal. */
  readonly printed?: readonly Head[]
}

const pageRows = 1_000
const mostFindings = 100

/** Reads every row and its seal; findings are the answer, a fault means that the files could not be read. */
export function verifyJournal(needs: VerifyNeeds): Promise<Result<Verdict>> {
  return needs.clock.io(verify(needs))
}

async function verify({ db, sealKey, sealPath, printed = [] }: VerifyNeeds): Promise<Result<Verdict>> {
  // The seal first: a journal that grows meanwhile only grows beyond it.
  const found = await readSeal(sealPath, sealKey)
  if (!found.ok) return found
  const sealed = found.value.is === 'whole' ? found.value.seal : undefined
  const findings: Finding[] = sealed ? sealed.breaks.map(brokenBefore) : []
  let before: Pick<Row, 'seq' | 'mac'> | undefined
  for (let full = true; full && findings.length <= mostFindings;) {
    const from = before
    const page = attempt(db.name, () => checkPage(db, sealKey, from))
    if (!page.ok) return page
    findings.push(...page.value.findings)
    before = page.value.last
    full = page.value.full
    await new Promise(resolve => setImmediate(resolve))
  }
  const ends = attempt(db.name, () => [
    ...checkSeal(db, found.value),
    ...printed.flatMap(head => checkHead(db, head, 'the printed head')),
  ])
  if (!ends.ok) return ends
  findings.push(...ends.value)
  const more = findings.length > mostFindings
  return ok({ head: headOf(before), sealed: headOfSeal(sealed), findings: findings.slice(0, mostFindings), more })
}

/** The quick check at opening: the seal, and the rows written after it. */
export function checkFromSeal(db: Database, key: Uint8Array, found: SealFound): Finding | undefined {
  const [seal] = checkSeal(db, found)
  if (seal || found.is !== 'whole') return seal
  let before = rowAt(db, found.seal.count)
  for (;;) {
    const page = checkPage(db, key, before)
    if (page.findings[0] || !page.full) return page.findings[0]
    before = page.last
  }
}

interface Page {
  findings: Finding[]
  last: Pick<Row, 'seq' | 'mac'> | undefined
  full: boolean
}

function checkPage(db: Database, key: Uint8Array, before: Pick<Row, 'seq' | 'mac'> | undefined): Page {
  const rows = db
    .prepare<[number, number], Row>(`SELECT ${rowColumns} FROM event WHERE seq > ? ORDER BY seq LIMIT ?`)
    .all(before?.seq ?? 0, pageRows)
  const findings: Finding[] = []
  let last = before
  for (const row of rows) {
    const next = (last?.seq ?? 0) + 1
    if (row.seq !== next) findings.push(missing(next, row.seq - 1))
    else if (!macOf(key, last?.mac ?? genesis, row).equals(row.mac)) findings.push(edited(row.seq))
    last = row
  }
  return { findings, last, full: rows.length === pageRows }
}

const edited = (seq: number): Finding => ({
  what: 'rowEdited',
  seq,
  detail: `row ${seq}, or the row before it, is not what was written`,
})

const missing = (from: number, to: number): Finding => ({
  what: 'rowMissing',
  seq: from,
  detail: from === to ? `row ${from} was taken out` : `rows ${from} to ${to} were taken out`,
})

const brokenBefore = ({ at, what, sealed, found }: Break): Finding => ({
  what: 'brokenBefore',
  seq: sealed?.count ?? null,
  detail:
    `when it was opened at ${new Date(at).toISOString()} it did not agree with its seal (${what}): ` +
    `${sealed ? `sealed at ${sealed.count}` : 'no valid seal'}, found ${found.count} rows`,
})

function checkSeal(db: Database, found: SealFound): Finding[] {
  if (found.is === 'whole') return checkHead(db, found.seal, 'the seal')
  if (found.is === 'forged') {
    return [{ what: 'sealForged', seq: null, detail: 'the seal was not written with the key of this installation' }]
  }
  const empty = headOf(lastOf(db)).count === 0
  return empty ? [] : [{ what: 'sealMissing', seq: null, detail: 'the seal is gone, so a cut tail would not be seen' }]
}

function checkHead(db: Database, head: Head, what: string): Finding[] {
  if (head.count === 0) return []
  const row = rowAt(db, head.count)
  const last = headOf(lastOf(db)).count
  if (row) {
    if (row.mac.toString('hex') === head.mac) return []
    return [{ what: 'rewritten', seq: head.count, detail: `row ${head.count} is another one than ${what} names` }]
  }
  if (last > head.count) return []
  return [{ what: 'tailCut', seq: last + 1, detail: `${what} counts ${head.count} rows, the journal holds ${last}` }]
}

const rowAt = (db: Database, seq: number): Pick<Row, 'seq' | 'mac'> | undefined =>
  db.prepare<[number], Pick<Row, 'seq' | 'mac'>>('SELECT seq, mac FROM event WHERE seq = ?').get(seq)

const lastOf = (db: Database): Pick<Row, 'seq' | 'mac'> | undefined =>
  db.prepare<[], Pick<Row, 'seq' | 'mac'>>('SELECT seq, mac FROM event ORDER BY seq DESC LIMIT 1').get()

const headOfSeal = (seal: Seal | undefined): Head | null => (seal ? { count: seal.count, mac: seal.mac } : null)
