import { describe, expect, it } from 'vitest'
import { readFlags, verbWords } from '#main/desk/flags.ts'

const plain = { dataDir: null, practice: false, exitWhenDone: false, outlets: null, pace: null }

describe('flags of the window', () => {
  it('reads its own and leaves those of Chromium alone', () => {
    const argv = ['electron', '--no-sandbox', '.', '--data', 'some where', '--remote-debugging-port=0', '--outlets=4']
    expect(readFlags(argv)).toEqual({ ...plain, dataDir: 'some where', outlets: 4 })
  })

  it('practises when it is to end once the practice is done', () => {
    expect(readFlags(['app', '--exit-when-done', '--pace', '90'])).toEqual({
      ...plain,
      practice: true,
      exitWhenDone: true,
      pace: 90,
    })
  })

  it.each([
    [['--data'], '--data'],
    [['--data='], '--data'],
    [['--outlets', '1'], '--outlets'],
    [['--outlets'], '--outlets'],
    [['--outlets', 'four'], '--outlets'],
    [['--pace', '0'], '--pace'],
    [['--pace', '1.5'], '--pace'],
  ])('says what is wrong with %j', (argv, name) => {
    expect(readFlags(['app', ...argv])).toEqual(expect.stringContaining(name))
  })
})

describe('the packed app called as the command line', () => {
  it.each([
    [
      ['run', 'plan', '--pdu', 'pdu-a:1-8'],
      ['run', 'plan', '--pdu', 'pdu-a:1-8'],
    ],
    [
      ['--no-sandbox', 'doctor', '--json'],
      ['doctor', '--json'],
    ],
    [
      ['--', 'run', 'status'],
      ['run', 'status'],
    ],
    [['--help'], ['--help']],
    [
      ['--json', 'doctor'],
      ['--json', 'doctor'],
    ],
    [['nonsense'], ['nonsense']],
  ])('finds the words of the verb in %j', (args, words) => {
    expect(verbWords(['racklight', ...args])).toEqual(words)
  })

  it.each([[[]], [['--no-sandbox']], [['--data', 'doctor']], [['--practice', '--pace', '90']], [['-psn_0_1']]])(
    'leaves %j to the window',
    args => {
      expect(verbWords(['racklight', ...args])).toBeNull()
    },
  )
})
