/** How a report looks: like a page of a journal, on a screen and on A4. */
export const style = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #1b1d1f; font: 14px/21px 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif; }
main { max-width: 820px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { margin: 0; font-size: 26px; line-height: 32px; letter-spacing: -0.01em; }
h2 { margin: 40px 0 8px; padding-bottom: 4px; border-bottom: 1px solid #dedfdb; font-size: 18px; }
h3 { margin: 24px 0 4px; font-size: 14px; }
p { max-width: 76ch; margin: 8px 0; }
ul { margin: 8px 0; padding-left: 20px; max-width: 76ch; }
.facts, footer, small { color: #5a5f63; }
.facts { margin: 4px 0 16px; }
.verdict { font-size: 17px; line-height: 26px; }
footer { margin-top: 48px; font-size: 12px; }
table { width: 100%; margin: 16px 0; border-collapse: collapse; font-size: 12.5px; line-height: 18px; font-variant-numeric: tabular-nums; }
caption { padding: 4px 0; font-weight: 600; text-align: left; }
th { border-bottom: 1px solid #8b8f8a; color: #53585c; font-weight: 500; text-align: left; vertical-align: bottom; }
th, td { padding: 3px 10px 3px 0; }
td { border-bottom: 1px solid #ececea; vertical-align: top; }
.n { text-align: right; white-space: nowrap; }
td b { white-space: nowrap; }
code, .mono { font: 11px/18px ui-monospace, 'Liberation Mono', monospace; overflow-wrap: anywhere; }
figure { margin: 16px 0 24px; break-inside: avoid; }
figcaption { font-weight: 600; }
figcaption small { display: block; font-weight: 400; }
figure svg { display: block; max-width: 100%; height: auto; }
blockquote { margin: 8px 0; padding: 12px 16px; border-left: 3px solid #0b6a8f; background: #f6f6f4; }
dl { display: grid; grid-template-columns: 150px minmax(0, 1fr); gap: 2px 12px; margin: 4px 0; }
dt { color: #53585c; }
dd { margin: 0; overflow-wrap: anywhere; }
.small { font-size: 12px; line-height: 18px; }
.settings { columns: 2 300px; column-gap: 32px; font-size: 12.5px; line-height: 18px; }
.settings > div { break-inside: avoid; }
@page { margin: 16mm; }
@media print {
  main { max-width: none; padding: 0; }
  h2, h3 { break-after: avoid; }
  tr, blockquote { break-inside: avoid; }
  blockquote { background: none; }
}
`;
