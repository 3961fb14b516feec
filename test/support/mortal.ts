// A site that can be killed where it stands, as a pulled battery kills it: what is in the journal stays, nothing else.
import type { Event } from '#core/event.ts'
import type { Result } from '#core/fault.ts'
import type { PduPort } from '#core/ports.ts'
import { makePduPort } from '#main/pdu/port.ts'
import type { SnmpTimeouts } from '#main/pdu/session.ts'
import type { SiteSettings } from '#main/site/settings-shape.ts'
import { openSite, type Site } from '#main/site/site.ts'
import type { VirtualClock } from '#sim/virtual-clock.ts'

export const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.fault.kind} at ${result.fault.where}: ${result.fault.detail}`)
  return result.value
}

export interface MortalNeeds {
  readonly clock: VirtualClock
  readonly dir: string
  readonly timeouts: Partial<SnmpTimeouts>
  readonly settings: Partial<SiteSettings>
  onEvent(event: Event): void
  onBug(bug: string): void
}

export interface Mortal {
  site(): Site
  isDead(): boolean
  kill(): void
  /** Dies at the instant such an event is in the journal. */
  killOn(fatal: (event: Event) => boolean): void
  /** A new process on the same folder; what the journal holds beyond what was heard is told first. */
  reopen(): Promise<void>
  reopenWith(settings: Partial<SiteSettings>): Promise<void>
  close(): Promise<void>
}

interface Life {
  dead: boolean
}

export const makeMortal = async (needs: MortalNeeds): Promise<Mortal> => {
  const { clock, dir } = needs
  let heard = 0
  let fatal: (event: Event) => boolean = () => false
  let life: Life = { dead: false }

  const tell = (seq: number, event: Event): void => {
    if (seq <= heard || life.dead) return
    heard = seq
    needs.onEvent(event)
    if (fatal(event)) kill()
  }
  const kill = (): void => {
    life.dead = true
    // From here on the engine refuses every input, as one that is no more hears none.
    void site.engine.close()
  }
  /** Once dead it sends nothing any more, not even what it had just decided to send. */
  const pdusOf = (mine: Life): PduPort => {
    const port = makePduPort({ clock, timeouts: needs.timeouts })
    return {
      ...port,
      switchOutlet: (target, outlet, to, mayStill, cancel) =>
        port.switchOutlet(target, outlet, to, async (...told) => (await mayStill(...told)) && !mine.dead, cancel),
      cutTimed: (target, outlet, mayStill, cancel) =>
        port.cutTimed(target, outlet, async (...told) => (await mayStill(...told)) && !mine.dead, cancel),
    }
  }
  const open = async (): Promise<Site> => {
    const mine: Life = { dead: false }
    life = mine
    const opened = must(
      await openSite({
        dir,
        clock,
        pdus: pdusOf(mine),
        vaultSource: { kind: 'file' },
        onBug: (error, where) => {
          if (!mine.dead) needs.onBug(`${where}: ${String(error)}`)
        },
      }),
    )
    opened.listen({ onEvents: recorded => recorded.forEach(({ seq, event }) => tell(seq, event)) })
    for (const row of must(await opened.journal.read(heard + 1, 10_000))) tell(row.seq, row.event)
    return opened
  }
  // What is on its way to a PDU is followed to its end, which takes time.
  const shut = (): Promise<void> => clock.through(site.close())

  let site = await open()
  must(site.settings.set(needs.settings))
  await shut()
  site = await open()
  return {
    site: () => site,
    isDead: () => life.dead,
    kill,
    killOn: when => {
      fatal = event => {
        const now = when(event)
        if (now) fatal = () => false
        return now
      }
    },
    reopen: async () => {
      await shut()
      site = await open()
    },
    reopenWith: async settings => {
      must(site.settings.set(settings))
      await shut()
      site = await open()
    },
    close: shut,
  }
}
