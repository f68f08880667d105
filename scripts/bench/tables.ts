/** Tables in Markdown, and one plain chart. */

export function table(head: string[], rows: (string | number)[][]): string {
  const line = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** Three figures. */
export const figures = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

export interface Series {
  name: string;
  points: { x: number; y: number }[];
}

/** Small charts side by side, each with a logarithmic x axis and y from zero. */
export function svgCharts(charts: { x: string; y: string; series: Series }[]): string {
  const [width, height] = [300, 240];
  const box = { left: 48, right: 12, top: 16, bottom: 44 };
  const greatest = Math.max(...charts.flatMap(({ series }) => series.points.map(({ y }) => y))) * 1.1;
  const parts = charts.map(({ x, y, series: { points } }, c) => {
    const logs = points.map((point) => Math.log(point.x));
    const [least, most] = [Math.min(...logs), Math.max(...logs)];
    const atX = (value: number) =>
      box.left + ((Math.log(value) - least) / (most - least || 1)) * (width - box.left - box.right);
    const atY = (value: number) => height - box.bottom - (value / greatest) * (height - box.top - box.bottom);
    const path = points.map((point, i) => `${i ? 'L' : 'M'}${atX(point.x).toFixed(1)} ${atY(point.y).toFixed(1)}`);
    const text = (at: [number, number], words: string, anchor = 'middle') =>
      `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" text-anchor="${anchor}">${words}</text>`;
    return [
      `<g transform="translate(${c * width} 0)">`,
      `<path class="axis" d="M${box.left} ${box.top}V${height - box.bottom}H${width - box.right}"/>`,
      `<path class="line" d="${path.join('')}"/>`,
      ...points.flatMap((point) => [
        `<circle cx="${atX(point.x).toFixed(1)}" cy="${atY(point.y).toFixed(1)}" r="3"/>`,
        text([atX(point.x), height - box.bottom + 14], point.x.toLocaleString('en-US')),
      ]),
      ...[0, greatest / 2, greatest].map((value) => text([box.left - 6, atY(value) + 4], figures(value), 'end')),
      text([(box.left + width) / 2, height - 10], x),
      text([box.left, 11], y, 'start'),
      '</g>',
    ].join('');
  });
  const style =
    'text{font:11px sans-serif;fill:#444}.axis{fill:none;stroke:#999}.line{fill:none;stroke:#1666b0;stroke-width:2}circle{fill:#1666b0}';
  const size = `width="${charts.length * width}" height="${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}><style>${style}</style><rect ${size} fill="#fff"/>${parts.join('')}</svg>\n`;
}
