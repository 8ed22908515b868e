// Light, dark, or the system's theme.

const KEY = "tiltmeter-theme";
const ORDER = ["auto", "light", "dark"];

function apply(choice) {
  if (choice === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}

/** Wires the button; calls back whenever the colours change. */
export function startTheme(button, onChange) {
  let choice = ORDER.includes(localStorage.getItem(KEY)) ? localStorage.getItem(KEY) : "auto";
  const show = () => {
    apply(choice);
    button.textContent = `Theme: ${choice}`;
  };
  show();
  button.addEventListener("click", () => {
    choice = ORDER[(ORDER.indexOf(choice) + 1) % ORDER.length];
    localStorage.setItem(KEY, choice);
    show();
    onChange();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", onChange);
}

/** The page's font; its names are in single quotes, since a picture has them within an attribute in double ones. */
export const fontFamily = () => getComputedStyle(document.body).fontFamily.replaceAll('"', "'");

/** A colour of theme.css as it is now, resolved to rgb(). */
export function colour(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}
