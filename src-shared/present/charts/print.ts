/** A figure on white paper, its title above it, at the width of a journal's page. Needs no window. */
import type { ExportedFile } from '../../model.ts';
import { init } from './echarts.ts';
import { escaped, PRINT, textWidth, type Figure } from './figure.ts';

/** pixels: 180 mm at 96 dpi */
const WIDTH = 680;
export const MARGIN = 16;
export const LINE = 18;

/** The drawing alone, without title or margin, to stand on a page. */
export function figureDrawing(figure: Figure, width = WIDTH): string {
  const size = { width, height: figure.height(width) };
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  chart.setOption(figure.option(PRINT, size));
  // paper has no pointer: the styles that answer one are left out
  const drawing = chart.renderToSVGString().replace(/<style[^]*?<\/style>/g, '');
  chart.dispose();
  return drawing;
}

export function figureSvg(figure: Figure): ExportedFile {
  const { size, title, whole } = printed(figure);
  const drawing = figureDrawing(figure, size.width).replace(
    '<svg ',
    `<svg x="${MARGIN}" y="${MARGIN + title.length * LINE + 8}" `,
  );
  const lines = title.map(
    (line, i) => `<text x="${MARGIN}" y="${MARGIN + (i + 0.7) * LINE}" fill="${PRINT.text}">${escaped(line)}</text>`,
  );
  const content = `<svg xmlns="http://www.w3.org/2000/svg" width="${whole.width}" height="${whole.height}" viewBox="0 0 ${whole.width} ${whole.height}">
<rect width="100%" height="100%" fill="${PRINT.surface}"/>
<g font-family="${escaped(PRINT.font)}" font-size="14" font-weight="600">${lines.join('')}</g>
${drawing}
</svg>
`;
  return { name: `${figure.name}.svg`, mime: 'image/svg+xml', content };
}

/** How a figure stands on its sheet: its own size, the lines of its title, the sheet's size. Pixels. */
export function printed(figure: Figure) {
  const size = { width: WIDTH, height: figure.height(WIDTH) };
  const title = wrapped(figure.title, WIDTH);
  const whole = { width: WIDTH + 2 * MARGIN, height: size.height + title.length * LINE + 8 + 2 * MARGIN };
  return { size, title, whole };
}

/** Words in lines of at most so many pixels. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    // 14 px bold is about a quarter wider than the text that textWidth measures
    if (last !== undefined && textWidth(`${last} ${word}`) * 1.25 <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
