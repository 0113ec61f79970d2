// Lays rows out, one line each; the only place where a tone becomes a colour.
import { Box, Text, type TextProps } from 'ink';
import type { ReactNode } from 'react';
import type { Row, Tone } from '../rows.ts';

type Look = Pick<TextProps, 'color' | 'bold' | 'dimColor'>;
const coloured: Readonly<Record<Tone, Look>> = {
  plain: {},
  strong: { bold: true },
  dim: { dimColor: true },
  accent: { color: 'cyan' },
  good: { color: 'green' },
  warn: { color: 'yellow' },
  bad: { color: 'red' },
};
const plain: Look = {};

export function Frame({
  rows,
  color,
}: {
  readonly rows: readonly Row[];
  readonly color: boolean;
}): ReactNode {
  return (
    <Box flexDirection="column">
      {rows.map((row, at) => (
        // Rows have no identity of their own: a frame is replaced as a whole.
        // oxlint-disable-next-line react/no-array-index-key
        <Text key={at} wrap="truncate-end">
          {row.length === 0
            ? ' '
            : row.map(({ text, tone }, index) => (
                // oxlint-disable-next-line react/no-array-index-key
                <Text key={index} {...(color ? coloured[tone] : plain)}>
                  {text}
                </Text>
              ))}
        </Text>
      ))}
    </Box>
  );
}
