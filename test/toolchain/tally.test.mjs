import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { add, closingLine, tallyVitest } from '../../scripts/tally.mjs'

function reportFile(text) {
  const dir = mkdtempSync(join(tmpdir(), 'racklight-tally-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const file = join(dir, 'report.json')
  if (text !== undefined) writeFileSync(file, text)
  return file
}

const report = fields =>
  JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [{ status: 'passed', assertionResults: [{}, {}, {}] }],
    ...fields,
  })

it('counts what a run reported', () => {
  expect(tallyVitest(reportFile(report({})), 0)).toEqual({ passed: 3, failed: 0, skipped: 2 })
})

it('counts a file that did not load as a failure', () => {
  const unloaded = report({ testResults: [{ status: 'failed', assertionResults: [] }] })
  expect(tallyVitest(reportFile(unloaded), 1)).toMatchObject({ failed: 1 })
})

it('counts a run that ended badly without naming a test as a failure', () => {
  expect(tallyVitest(reportFile(report({})), 1)).toMatchObject({ passed: 3, failed: 1 })
})

it('counts a runner that left no report, or half of one, as a failure', () => {
  expect(tallyVitest(reportFile(), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  expect(tallyVitest(reportFile('{"numPassed'), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

it('adds runs up to one plain line', () => {
  const total = add({ passed: 2, failed: 1, skipped: 0 }, { passed: 3, failed: 0, skipped: 4 })
  expect(closingLine(total)).toBe('5 passed, 1 failed, 4 skipped')
})
