import { Feed } from '#core/rack.ts'
import { calls } from '#ipc/contract.ts'
import { ask, stateOf, withHands } from './folder.ts'
import { done, need, usage, verb } from './frame.ts'
import { accessOptions, entryFrom } from './pdu-access.ts'
import { addressText, probeRow } from './rows.ts'

export const made = verb({
  takes: ['NAME', 'HOST[:PORT]'],
  says: 'Probes a PDU and takes it into this site under a name; its secrets go to the vault.',
  options: { feed: { type: 'string', value: 'A|B|…', says: 'the feed it hangs on (default A)' }, ...accessOptions },
  example: 'pdu add pdu-a 10.0.0.21 --feed A --community-file ./community',
  run: async call => {
    const [name = '', host = ''] = call.words
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name))
      throw usage(`"${name}" is not a name: letters, digits, dots, dashes`)
    const feed = Feed.safeParse(call.options.feed ?? 'A')
    if (!feed.success) throw usage(`--feed is one capital letter, not "${call.options.feed}"`)
    const entry = await entryFrom(host, call.options)
    const known = await stateOf(call)
    return withHands(call, async hands => {
      const what = { ...entry, name, feed: feed.data }
      const row = probeRow(need(await ask(hands, 'addPdu', what, calls.addPdu.answer)))
      const was = known.pdus[row.serial]
      const before = was ? { name: was.name, address: addressText(was.address) } : null
      const moved = before && (before.name !== name || before.address !== row.address)
      const same = moved
        ? [
            `It is the same PDU that was called ${before.name} at ${before.address}; it is one PDU, now under this name and address.`,
          ]
        : []
      const text = `PDU ${name} is ${row.vendor} ${row.model}, serial ${row.serial}, ${row.outlets.length} outlets, feed ${feed.data}.`
      return done({ name, feed: feed.data, ...row, was: before }, [text, ...same, ...row.warnings].join('\n'))
    })
  },
})
