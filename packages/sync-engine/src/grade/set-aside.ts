// Findings that a person has set aside are marked where they are saved and told, and nowhere else, so that whoever finds
// them need not know of it.
import type { FindingRow } from '@cutover/journal';
import type { Engine, SetAside } from '../engine.ts';

/** The engine whose findings bear the marks; the same one where nothing is set aside. */
export function markingFindings<Given extends Engine>(engine: Given, setAside: SetAside | undefined): Given {
  if (setAside === undefined) return engine;
  const { journal } = engine;
  const marked = <Row extends FindingRow>(finding: Row): Row => ({ ...finding, ...setAside.of(finding) });
  return {
    ...engine,
    journal: {
      ...journal,
      savePage: async (snapshot, page) =>
        await journal.savePage(snapshot, { ...page, findings: (page.findings ?? []).map(marked) }),
      saveMarchPage: async (run, page) =>
        await journal.saveMarchPage(run, {
          ...page,
          // What says that images are the same breaks no rule, and nobody sets it aside.
          findings: page.findings.map((one) => ('images' in one ? one : marked(one))),
        }),
      addFindings: async (run, findings) => await journal.addFindings(run, findings.map(marked)),
    },
    emit: (event) => engine.emit(event.type === 'finding' ? marked(event) : event),
  };
}
