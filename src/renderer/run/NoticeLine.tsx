import { LampIcon } from '../drawing/Lamp.tsx'
import { useDesk } from '../state/desk.ts'

/** What a rule or the world answered. A refusal is grey, a fault is vermilion; both stay until the next try. */
export const NoticeLine = () => {
  const notice = useDesk(desk => desk.notice)
  if (!notice) return null
  return (
    <div className={`notice ${notice.tone}`} role={notice.tone === 'fault' ? 'alert' : 'status'} data-message>
      {notice.tone === 'fault' && <LampIcon kind="fault" rem={1.5} />}
      {notice.tone === 'refusal' && <LampIcon kind="taggedOut" rem={1.5} />}
      <p>
        {notice.text} {notice.mend !== '' && <b>{notice.mend}</b>}
      </p>
    </div>
  )
}
