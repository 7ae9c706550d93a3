// The present result as a file. The export has the search's filters but not its words, nor sections and languages:
// where those narrow the result there is no link, since the file would hold more than the page.

import { asked, withQuery } from "./api.js";
import { byId, element } from "./dom.js";
import { key } from "./key.js";
import { filters, indexOf } from "./state.js";

const EXPORTED = ["speaker", "outlet", "kind", "from", "to"];

export function drawExport(state) {
  const chosen = filters(state);
  const link = byId("export");
  link.hidden = Boolean(state.q.trim()) || chosen.some(([name]) => !EXPORTED.includes(name));
  link.href = withQuery(`/v1/exports/${indexOf(state)}`, [["format", "csv"], ...chosen]);
  link.onclick = download;
}

// A link carries no key: where one is needed the file is fetched with it, and handed over from memory.
async function download(event) {
  if (!key()) return;
  event.preventDefault();
  const { href, pathname } = event.currentTarget;
  const file = URL.createObjectURL(await (await asked(href, {})).blob());
  element("a", { href: file, download: `${pathname.split("/").pop()}.csv` }).click();
  URL.revokeObjectURL(file);
}
