/** Figures on the page, in the page's colours. */
import type { Attachment } from 'svelte/attachments';
import { type EChartsType, init } from '../../src-shared/present/charts/echarts.ts';
import type { ChartSize, ChartTheme, Figure } from '../../src-shared/present/charts/figure.ts';

/**
 * Draws a figure in an element for as long as that is on the page: begins once, follows data, theme and size.
 * @param onpick told the index of a mark that is clicked; the same must be to be had without a pointer
 */
export function drawn(
  figure: () => Figure,
  theme: () => ChartTheme,
  onpick?: (index: number) => void,
): Attachment<HTMLElement> {
  return (node) => {
    const renderer = figure().renderer ?? 'svg';
    const chart = init(node, null, { renderer });
    let size = $state.raw<ChartSize>({ width: node.clientWidth, height: node.clientHeight });
    if (onpick) chart.on('click', ({ dataIndex }) => onpick(dataIndex));
    const observer = new ResizeObserver(() => {
      size = { width: node.clientWidth, height: node.clientHeight };
    });
    observer.observe(node);
    $effect(() => {
      if (!size.width || !size.height) return;
      if (chart.getWidth() !== size.width || chart.getHeight() !== size.height) chart.resize(size);
      chart.setOption(figure().option(theme(), size), { notMerge: true });
    });
    return () => {
      observer.disconnect();
      if (renderer === 'canvas') endPainting(chart);
      chart.dispose();
    };
  };
}

/**
 * Many marks on a canvas are painted over several frames, and `dispose` does not call the next one off, which then finds
 * no canvas and throws. Painting nothing ends that: each paint makes the frames of those before it idle.
 */
function endPainting(chart: EChartsType): void {
  const canvas = chart.getZr();
  canvas.clear();
  canvas.refreshImmediately();
}

/** The page's colours as the browser makes them of the tokens, which are different by light and dark. */
export function pageTheme(dark: boolean): ChartTheme {
  const probe = document.createElement('span');
  // the system's colours are in the tokens where it forces them; all as the ink, they would hide what is hollow
  probe.className = 'painted';
  document.body.append(probe);
  const colour = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const theme = {
    dark,
    surface: colour('--surface'),
    text: colour('--text'),
    muted: colour('--text-muted'),
    faint: colour('--text-faint'),
    border: colour('--border'),
    accent: colour('--accent'),
    font: getComputedStyle(document.body).fontFamily,
  };
  probe.remove();
  return theme;
}
