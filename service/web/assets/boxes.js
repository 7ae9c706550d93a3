// Where one types: a line for words, or a larger box for a pasted passage.

import { byId } from "./dom.js";
import { address } from "./state.js";

const PAUSE = 120; // ms without a key after which what is typed is searched for
const PASSAGE = 10; // words; more of them are looked for as a passage

let pause = 0;

export function boxOf(state) {
  return byId(state.index === "find" ? "passage" : "q");
}

export function drawBoxes(state) {
  clearTimeout(pause);
  for (const [id, shown] of [["words", state.index !== "find"], ["finding", state.index === "find"]]) {
    byId(id).hidden = !shown;
  }
  if (boxOf(state).value !== state.q) boxOf(state).value = state.q;
  for (const index of ["quotes", "articles", "find"]) {
    const tab = byId(`tab-${index}`);
    tab.href = address({ ...state, index, page: 1 });
    if (index === state.index) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}

export function listenToBoxes(go, left) {
  for (const id of ["q", "passage"]) {
    byId(id).addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => go({}, { typed: true }), PAUSE);
    });
    byId(id).addEventListener("change", left);
  }
  byId("q").addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text").trim();
    if (byId("q").value || text.split(/\s+/).length <= PASSAGE) return;
    event.preventDefault();
    go({ index: "find", q: text });
    byId("passage").focus();
  });
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    go({});
  });
}
