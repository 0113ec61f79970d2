// A picture that stands above a report, as an address that holds it whole. It is shown as an image and never as a part of the
// page, so that what an SVG might run or load stays undone.

/** A logo that is larger belongs to no report. */
export const logoBytesMax = 262_144;

export type LogoType = 'image/png' | 'image/jpeg' | 'image/svg+xml';

/** What the first bytes claim; undefined: no PNG, JPEG or SVG. */
export function logoType(bytes: Uint8Array): LogoType | undefined {
  const head = Buffer.from(bytes.subarray(0, 1_024)).toString('latin1');
  if (head.startsWith('\u0089PNG\r\n\u001A\n')) return 'image/png';
  if (head.startsWith('\u00FF\u00D8\u00FF')) return 'image/jpeg';
  const text = head.replace(/^\u00EF\u00BB\u00BF/, '').trimStart();
  return text.startsWith('<svg') || (text.startsWith('<?xml') && text.includes('<svg'))
    ? 'image/svg+xml'
    : undefined;
}

export const logoAddress = (bytes: Uint8Array, type: LogoType): string =>
  `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;

/** Whether an SVG comes to its end: browsers show nothing of one that was cut short. */
export function isWholeSvg(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes).toString('utf8').trimEnd();
  return text.endsWith('</svg>') || (text.endsWith('/>') && text.lastIndexOf('<') === text.indexOf('<svg'));
}
