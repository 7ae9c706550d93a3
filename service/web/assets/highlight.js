// The API's highlights are HTML with exactly one kind of tag, <mark>, and everything else escaped. They are taken
// apart here by hand: whatever is no <mark> becomes a text node, so a fault in the escaping could show, never run.

import { element } from "./dom.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&#39;": "'" };

// The nodes of a highlight; null where there is none.
export function highlighted(html) {
  if (!html) return null;
  let marked = false;
  const nodes = [];
  for (const part of html.split(/(<\/?mark>)/)) {
    if (part === "<mark>" || part === "</mark>") marked = part === "<mark>";
    else if (part) nodes.push(marked ? element("mark", {}, decode(part)) : decode(part));
  }
  return nodes;
}

// In one pass: "&amp;lt;" is the text "&lt;", not "<".
function decode(text) {
  return text.replace(/&(?:amp|lt|gt|quot|#x27|#39);/g, (entity) => ENTITIES[entity]);
}
