// The API key, where the server has one: asked for once, kept for this tab only (sessionStorage), sent in a header.

import { byId, element } from "./dom.js";

const PLACE = "onrecord-key";
let asking = null;

export function key() {
  return sessionStorage.getItem(PLACE);
}

// Resolves when there is a key other than `refused`; rejects when the reader closes the dialog.
// Several requests that are refused at the same time ask once.
export function ask(refused) {
  if (key() !== refused) return Promise.resolve();
  asking ??= question(refused).finally(() => {
    asking = null;
  });
  return asking;
}

function question(refused) {
  sessionStorage.removeItem(PLACE);
  const dialog = element(
    "dialog",
    { class: "key", "aria-labelledby": "key-title" },
    element(
      "form",
      { method: "dialog" },
      element("h2", { id: "key-title" }, "This archive needs a key"),
      element(
        "p",
        { id: "key-help" },
        refused
          ? "That key was not accepted. Check it, and try again."
          : "Whoever runs this service can give you one. It is kept until you close this tab.",
      ),
      element("label", { for: "key" }, "API key"),
      // Visible ASCII is all that a header can carry.
      element("input", {
        id: "key", type: "password", autocomplete: "off", required: true, pattern: "[!-~]+",
        title: "Letters, digits and signs without spaces", "aria-describedby": "key-help",
      }),
      element("button", { type: "submit", value: "given" }, "Open"),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve, reject) => {
    dialog.addEventListener("close", () => {
      const given = byId("key").value;
      dialog.remove();
      if (dialog.returnValue !== "given") return reject(new Error("no key was given"));
      sessionStorage.setItem(PLACE, given);
      return resolve();
    });
  });
}
