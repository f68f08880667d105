/** Which side of a text matrix is cells. */
import type { Finding } from '../../src-shared/model.ts';

export interface Orientation {
  rowsAre: 'cells' | 'genes';
  /** one sentence for the user */
  evidence: string;
  /** false: nothing in the names told, the more usual form was assumed */
  sure: boolean;
}

/** Genes that nearly every human, mouse or rat data set has, in lower case. */
const commonGenes = new Set(
  (
    'actb gapdh b2m malat1 cd3d cd3e cd4 cd8a cd14 cd19 cd79a ms4a1 lyz lyz2 s100a8 s100a9 fcgr3a nkg7 gnly ppbp hbb hba1 ' +
    'hba2 alb apoe apoa1 epcam vim col1a1 col1a2 col3a1 krt5 krt8 krt18 pecam1 vwf cldn5 acta2 myh11 tagln ptprc il7r ccr7 ' +
    'gad1 gad2 slc17a7 slc32a1 pvalb sst vip reln mbp plp1 mog pdgfra gfap aqp4 aldoc cx3cr1 csf1r c1qa c1qb mki67 top2a ' +
    'foxp3 gzmb prf1 ifng isg15 ifit1 stat1 xist tp53 myc jun fos eef1a1 tmsb4x tmsb10 fth1 ftl hsp90aa1 neat1 snap25 ' +
    'syt1 rbfox3 map2 nrgn cck npy tac1 th calb1 calb2 lamp5'
  ).split(' '),
);

/** True for names that only genes have: Ensembl IDs, mitochondrial and ribosomal symbols, a few that all data share. */
function isGeneName(name: string): boolean {
  return /(^|[_|])ENS[A-Z]{0,6}G\d{11}/.test(name) || /^(mt-(n[dD]|nd|co|atp|cyb)|rp[ls]\d+[axl]?\d*$|linc\d{4}|loc\d{5}|fbgn\d{7}$|wbgene\d{8}$)/i.test(name) || commonGenes.has(name.toLowerCase()); // prettier-ignore
}

/** True for names that only cells have: barcodes, plain numbers, cell_12. */
function isCellName(name: string): boolean {
  return (
    /(^|[^A-Za-z])[ACGT]{10,}([^A-Za-z]|$)/.test(name) ||
    /^\d+$/.test(name) ||
    /^(cell|bc|barcode|sample|spot)[-_. ]?\d+$/i.test(name)
  );
}

/**
 * Decides by evidence, the surest first: (1) the names of a label file, which are cells; (2) names that look like genes
 * on one side only; (3) names that look like barcodes or numbers on one side only; (4) the word in the table's corner.
 * If nothing tells, rows are taken for genes, as R and GEO write matrices, and `sure` is false.
 *
 * @param corner the header's first field, '' where there is none
 * @param cellNames names of cells that are known from elsewhere
 */
export function decideOrientation(
  rows: readonly string[],
  columns: readonly string[],
  corner: string,
  cellNames: readonly string[] = [],
): Orientation {
  if (cellNames.length > 0) {
    const known = new Set(cellNames);
    const compared = compare(rows, columns, (name) => known.has(name));
    if (compared)
      return {
        rowsAre: compared.more === 'rows' ? 'cells' : 'genes',
        evidence: `The ${compared.more} are named in the label file.`,
        sure: true,
      };
  }
  const genes = compare(rows, columns, isGeneName);
  if (genes)
    return {
      rowsAre: genes.more === 'rows' ? 'genes' : 'cells',
      evidence: `The ${genes.more} are named like genes (${genes.example}).`,
      sure: true,
    };
  const cells = compare(rows, columns, isCellName);
  if (cells)
    return {
      rowsAre: cells.more === 'rows' ? 'cells' : 'genes',
      evidence: `The ${cells.more} are named like cells (${cells.example}).`,
      sure: true,
    };
  if (/gene|symbol|feature|ensembl/i.test(corner))
    return { rowsAre: 'genes', evidence: `The first column is called "${corner}".`, sure: true };
  if (/cell|barcode|spot|obs/i.test(corner))
    return { rowsAre: 'cells', evidence: `The first column is called "${corner}".`, sure: true };
  return {
    rowsAre: 'genes',
    evidence: 'The names do not tell; rows are taken for genes, as most programs write matrices.',
    sure: false,
  };
}

/** Told where the cells of a file are named like genes, and its genes are not: genes and cells are the wrong way round. */
export function transposed(obsNames: readonly string[], genes: readonly string[]): Finding[] {
  const likeGenes = obsNames.filter(isGeneName);
  if (likeGenes.length < Math.max(2, 0.005 * obsNames.length) || genes.some(isGeneName)) return [];
  return [
    {
      severity: 'problem',
      code: 'transposed',
      what: `The ${obsNames.length.toLocaleString('en-US')} cells are named like genes (${likeGenes[0]}), and the ${genes.length.toLocaleString('en-US')} genes are not (${genes[0] ?? 'there are none'}): the matrix is the wrong way round.`,
      why: 'A panel would be chosen among cells.',
      remedy: 'Turn it round before writing it, in Python: adata.T.write_h5ad("data.h5ad").',
    },
  ];
}

/** The side with clearly more names of a kind: at least two, and twice the share of the other side. */
function compare(
  rows: readonly string[],
  columns: readonly string[],
  is: (name: string) => boolean,
): { more: 'rows' | 'columns'; example: string } | null {
  const ofRows = rows.filter(is);
  const ofColumns = columns.filter(is);
  const share = [ofRows.length / rows.length, ofColumns.length / columns.length];
  if (ofRows.length >= 2 && share[0] > 2 * share[1]) return { more: 'rows', example: ofRows[0] };
  if (ofColumns.length >= 2 && share[1] > 2 * share[0]) return { more: 'columns', example: ofColumns[0] };
  return null;
}
