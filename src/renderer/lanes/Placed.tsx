const place = /([A-Z]-(?:\d+\.)?\d+)/

/** Text in which no outlet's name is broken at its hyphen. */
export const Placed = ({ text }: { text: string }) => (
  <>
    {text.split(place).map((part, i) =>
      i % 2 === 1 ? (
        <span key={i} className="unbroken">
          {part}
        </span>
      ) : (
        part
      ),
    )}
  </>
)
