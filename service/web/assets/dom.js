// Building elements. Strings always become text nodes, so nothing from the API can turn into markup.

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export function byId(id) {
  return document.getElementById(id);
}

// The children with a separator between them, the missing ones left out.
export function separated(children, separator = " · ") {
  return children.filter(Boolean).flatMap((child, place) => (place ? [separator, child] : [child]));
}

// A number as the reader writes it.
export function number(value) {
  return value.toLocaleString();
}

// "1 quote", "1,204 quotes".
export function counted(value, noun) {
  return `${number(value)} ${noun}${value === 1 ? "" : "s"}`;
}
