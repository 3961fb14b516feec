import { feeds, mayBeName } from './pdu-entry.ts'

interface Props {
  name: string
  feed: string
  change: (part: { readonly name: string } | { readonly feed: string }) => void
}

/** What a PDU is called here, and the supply it hangs on. */
export const NameFields = ({ name, feed, change }: Props) => (
  <>
    <label className="field">
      <span>Name</span>
      <input
        type="text"
        value={name}
        spellCheck={false}
        aria-invalid={!mayBeName(name)}
        onChange={event => change({ name: event.target.value })}
      />
    </label>
    <label className="field narrow">
      <span>Feed</span>
      <select value={feed} onChange={event => change({ feed: event.target.value })}>
        {feeds.map(one => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </label>
  </>
)
