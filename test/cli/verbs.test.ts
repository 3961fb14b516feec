import { describe, expect, it } from 'vitest'
import { verbHelp } from '#main/cli/help.ts'
import { findVerb, verbs } from '#main/cli/verbs.ts'

describe('every verb', () => {
  it.each(Object.keys(verbs))('%s has a help with an example of itself', async name => {
    const made = (await verbs[name]?.load())?.made
    if (!made) throw new Error('no such verb')
    expect(made.example.startsWith(name)).toBe(true)
    const help = verbHelp(name, made)
    expect(help).toContain(`racklight ${made.example}`)
    for (const option of Object.keys(made.options)) expect(help).toContain(`--${option}`)
  })

  it('is found by its longest name', () => {
    expect(findVerb(['journal', 'verify', '--json'])?.name).toBe('journal verify')
    expect(findVerb(['journal', '--json'])?.rest).toEqual(['--json'])
    expect(findVerb(['toString'])).toBeNull()
  })
})
