// A quote with the line that says where it is from, on the clipboard.

import { dayOf } from "./dates.js";
import { byId, element } from "./dom.js";
import { articlePath } from "./state.js";

const SAID_FOR = 2000; // ms

export function copyButton(quote) {
  let back = 0;
  const button = element("button", {
    type: "button", class: "copy",
    onclick: async () => {
      const done = await copied(cited(quote));
      button.textContent = done ? "Copied" : "Could not copy";
      byId("aside-status").textContent = done ? "Copied the quote with its source" : "The quote could not be copied";
      clearTimeout(back);
      back = setTimeout(() => { button.textContent = "Copy"; byId("aside-status").textContent = ""; }, SAID_FOR);
    },
  }, "Copy");
  button.setAttribute("aria-description", "the quote with its source");
  return button;
}

// “The words” — Speaker, “Title”, Outlet, 4 March 2024. http://…
export function cited(quote) {
  const facts = [
    quote.speaker?.name ?? "speaker unknown",
    quote.article_title && `“${quote.article_title}”`,
    quote.outlet?.name ?? "outlet unknown",
    dayOf(quote.published_at),
  ];
  const place = location.origin + articlePath(quote.article_id, quote.id);
  return `“${quote.text}” — ${facts.filter(Boolean).join(", ")}. ${place}`;
}

// Browsers give pages without TLS no clipboard, except on this machine; there the old way has to do.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const box = element("textarea", { class: "unseen", "aria-hidden": "true", tabindex: -1 }, text);
    const focused = document.activeElement;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    focused?.focus({ preventScroll: true });
    return done;
  }
}
