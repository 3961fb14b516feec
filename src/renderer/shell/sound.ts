// Three signs by ear, each under 0.6 s and each with its picture: two equal taps, a rising third, a falling third; one low tone for made safe.
import type { LaneState } from '#core/select-lane.ts'

interface Note {
  readonly hz: number
  readonly fromS: number
  readonly forS: number
}

const base = 620
/** Lanes differ by pitch, a fourth apart. */
const fourth = 4 / 3
const third = 5 / 4

const notesOf = (state: LaneState, lane: number): readonly Note[] => {
  const hz = Math.min(1_500, base * fourth ** (lane % 4))
  switch (state) {
    case 'turn':
      return [
        { hz, fromS: 0, forS: 0.12 },
        { hz, fromS: 0.2, forS: 0.12 },
      ]
    case 'bound':
      return [
        { hz, fromS: 0, forS: 0.16 },
        { hz: hz * third, fromS: 0.18, forS: 0.24 },
      ]
    case 'late':
    case 'stalled':
      return [
        { hz: hz * third, fromS: 0, forS: 0.16 },
        { hz, fromS: 0.18, forS: 0.24 },
      ]
    case 'safe':
      return [{ hz: 500, fromS: 0, forS: 0.5 }]
    case 'free':
    case 'waiting':
    case 'paused':
    case 'done':
      return []
  }
}

let audio: AudioContext | null = null

export const playFor = (state: LaneState, lane: number): void => {
  const notes = notesOf(state, lane)
  if (notes.length === 0) return
  audio ??= new AudioContext()
  for (const { hz, fromS, forS } of notes) {
    const from = audio.currentTime + fromS
    const tone = audio.createOscillator()
    const volume = audio.createGain()
    tone.frequency.value = hz
    volume.gain.setValueAtTime(0, from)
    volume.gain.linearRampToValueAtTime(0.25, from + 0.02)
    volume.gain.linearRampToValueAtTime(0, from + forS)
    tone.connect(volume).connect(audio.destination)
    tone.start(from)
    tone.stop(from + forS)
  }
}
