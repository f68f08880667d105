/** A figure as a file: on white paper, its title above it, at the width of a journal's page. */
import type { ExportedFile } from '../../src-preload/model.ts';
import { init } from './echarts.ts';
import { escaped, PRINT, textWidth, type Figure } from './figure.ts';

/** pixels: 180 mm at 96 dpi */
const WIDTH = 680;
/** PNG pixels for each of those: 300 dpi */
const SCALE = 3.125;
const MARGIN = 16;
const LINE = 18;

export function figureSvg(figure: Figure): ExportedFile {
  const { size, title, whole } = layout(figure);
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  chart.setOption(figure.option(PRINT, size));
  // paper has no pointer: the styles that answer one are left out
  const drawing = chart
    .renderToSVGString()
    .replace(/<style[^]*?<\/style>/g, '')
    .replace('<svg ', `<svg x="${MARGIN}" y="${MARGIN + title.length * LINE + 8}" `);
  chart.dispose();
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

export function figurePng(figure: Figure): ExportedFile {
  const { size, title, whole } = layout(figure);
  const holder = document.createElement('div');
  const chart = init(holder, null, { renderer: 'canvas', ...size });
  chart.setOption(figure.option(PRINT, size));
  const drawing = chart.renderToCanvas({ pixelRatio: SCALE, backgroundColor: PRINT.surface });
  const page = document.createElement('canvas');
  page.width = Math.round(whole.width * SCALE);
  page.height = Math.round(whole.height * SCALE);
  const ink = page.getContext('2d');
  if (!ink) throw new Error('The window cannot paint pictures.');
  ink.scale(SCALE, SCALE);
  ink.fillStyle = PRINT.surface;
  ink.fillRect(0, 0, whole.width, whole.height);
  ink.fillStyle = PRINT.text;
  ink.font = `600 14px ${PRINT.font}`;
  title.forEach((line, i) => ink.fillText(line, MARGIN, MARGIN + (i + 0.7) * LINE));
  ink.drawImage(drawing, MARGIN, MARGIN + title.length * LINE + 8, size.width, size.height);
  chart.dispose();
  const content = page.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
  return { name: `${figure.name}.png`, mime: 'image/png', content, encoding: 'base64' };
}

function layout(figure: Figure) {
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
