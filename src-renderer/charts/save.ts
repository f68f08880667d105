/** A figure as a picture of pixels, printed as `print.ts` lays it out. */
import type { ExportedFile } from '../../src-shared/model.ts';
import { init } from '../../src-shared/present/charts/echarts.ts';
import { PRINT, type Figure } from '../../src-shared/present/charts/figure.ts';
import { LINE, MARGIN, printed } from '../../src-shared/present/charts/print.ts';
import { withDensity } from './png.ts';

/** PNG pixels for each pixel of the sheet: 300 dpi */
const SCALE = 3.125;

export function figurePng(figure: Figure): ExportedFile {
  const { size, title, whole } = printed(figure);
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
  const bytes = Uint8Array.from(atob(page.toDataURL('image/png').replace(/^.*?,/, '')), (c) => c.charCodeAt(0));
  const content = btoa(Array.from(withDensity(bytes, 96 * SCALE), (byte) => String.fromCharCode(byte)).join(''));
  return { name: `${figure.name}.png`, mime: 'image/png', content, encoding: 'base64' };
}
