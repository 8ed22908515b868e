// Elements without a framework.

const SVG = "http://www.w3.org/2000/svg";

function build(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false || value === null) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

/** An HTML element; attributes that begin with "on" are listeners. */
export const h = (name, attributes = {}, ...children) => build(document.createElement(name), attributes, children);

/** An SVG element. */
export const s = (name, attributes = {}, ...children) => build(document.createElementNS(SVG, name), attributes, children);

export const byId = (id) => document.getElementById(id);

/** Replaces a container's content; focus, scrolling and open details stay with the element of the same data-key. */
export function render(container, ...children) {
  const key = container.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const scrolled = [...container.querySelectorAll(".scroll, .run-list")].map((each) => [each.scrollLeft, each.scrollTop]);
  const opened = new Map([...container.querySelectorAll("details[data-disclosure]")].map((each) => [each.dataset.disclosure, each.open]));
  container.replaceChildren(...children.flat(Infinity).filter(Boolean));
  [...container.querySelectorAll(".scroll, .run-list")].forEach((each, index) => ([each.scrollLeft, each.scrollTop] = scrolled[index] ?? [0, 0]));
  for (const each of container.querySelectorAll("details[data-disclosure]")) each.open = opened.get(each.dataset.disclosure) ?? each.open;
  if (key) container.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
}
