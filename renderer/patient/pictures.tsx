/** Line drawings of the two ways in. Decoration: the sentences beside them say the same. */

/** Of the barcode: left edge and width of each bar. */
const bars = [
  [104, 3],
  [110, 6],
  [119, 2],
  [124, 4],
  [131, 2],
  [136, 6],
  [145, 3],
  [151, 2],
  [156, 5],
  [164, 3],
] as const;

/** A letter whose barcode is held in the scanner's light. */
export function LetterPicture() {
  return (
    <svg className="app-picture" viewBox="0 0 280 180" aria-hidden="true" focusable="false">
      <rect className="app-picture__paper" x="70" y="8" width="130" height="120" rx="4" />
      <path className="app-picture__lines" d="M88 30h64M88 46h94M88 62h94M88 78h52" />
      {bars.map(([left, width]) => (
        <rect key={left} className="app-picture__ink" x={left} y="92" width={width} height="26" />
      ))}
      <path className="app-picture__light" d="M118 164L84 105H188L154 164Z" />
      <path className="app-picture__beam" d="M84 105H188" />
      <rect className="app-picture__ink" x="92" y="150" width="88" height="24" rx="6" />
    </svg>
  );
}

/** Left and top edge of each key. */
const keys = [
  [78, 8],
  [124, 8],
  [170, 8],
  [78, 50],
  [124, 50],
  [170, 50],
  [78, 92],
  [124, 92],
  [170, 92],
  [124, 134],
] as const;

/** Number keys. */
export function KeysPicture() {
  return (
    <svg className="app-picture" viewBox="0 0 280 180" aria-hidden="true" focusable="false">
      {keys.map(([left, top]) => (
        <g key={`${left} ${top}`}>
          <rect className="app-picture__key" x={left} y={top} width="36" height="34" rx="4" />
          <circle className="app-picture__ink" cx={left + 18} cy={top + 17} r="4" />
        </g>
      ))}
    </svg>
  );
}
