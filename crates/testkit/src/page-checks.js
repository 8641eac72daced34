// What is wrong with the page as it is laid out: a list of sentences, empty for a page that is right.
(() => {
  const faults = [];
  const all = (selector, within) => [...(within || document).querySelectorAll(selector)];
  const shown = (element) => element.getClientRects().length > 0;
  const name = (element) => `<${element.localName} class="${element.getAttribute("class") || ""}"> ${element.textContent.trim().slice(0, 30)}`;
  const label = (element) => (element.getAttribute("aria-label") || element.getAttribute("title") || element.textContent || "").trim();

  // Nothing sticks out sideways: neither the page, nor a thing outside the regions that scroll on their own.
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = all("body *").filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1
      && !element.closest(".scroll, .vh, .skip"));
    faults.push(`the page is ${root.scrollWidth} wide: ${wide.slice(0, 3).map(name).join("; ")}`);
  }

  // One way through the page: language, title, landmarks, headings in order.
  if (!root.lang) faults.push("no language");
  if (!document.title.trim()) faults.push("no title");
  for (const landmark of ["header", "main", "footer"]) {
    if (all(landmark).length !== 1) faults.push(`${all(landmark).length} ${landmark}`);
  }
  if (!document.querySelector("a.skip[href='#main']")) faults.push("no way to skip to the content");
  for (const nav of all("nav")) if (!nav.getAttribute("aria-label")) faults.push(`unnamed ${name(nav)}`);
  if (all("h1").length !== 1) faults.push(`${all("h1").length} h1`);
  let level = 0;
  for (const heading of all("main h1, main h2, main h3, main h4").filter(shown)) {
    const next = Number(heading.localName[1]);
    const first = level === 0;
    if (!first && next > level + 1) faults.push(`h${level} is followed by ${name(heading)}`);
    if (!heading.textContent.trim()) faults.push(`empty ${name(heading)}`);
    level = next;
  }

  // Everything has a name, no name stands twice.
  const named = (element) => (element.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id));
  for (const element of all("img, svg[role=img]")) {
    const parts = named(element);
    const words = element.getAttribute("alt") || element.getAttribute("aria-label") || parts.every((part) => part && part.textContent.trim());
    if (!words) faults.push(`unnamed ${name(element)}`);
  }
  for (const control of all("input:not([type=hidden]), select, textarea")) {
    if (!control.labels.length && !control.getAttribute("aria-label")) faults.push(`unlabelled ${name(control)}`);
  }
  for (const element of all("a, button, summary")) if (!label(element)) faults.push(`unnamed ${element.outerHTML.slice(0, 90)}`);
  const ids = all("[id]").map((element) => element.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`the id ${id} stands twice`);
  for (const link of all("a[href^='#']")) {
    const target = link.getAttribute("href").slice(1);
    if (target && !ids.includes(target)) faults.push(`#${target} leads nowhere`);
  }

  // Tables say what they are and which way their heads reach.
  for (const table of all("table")) {
    if (!table.caption || !table.caption.textContent.trim()) faults.push(`no caption: ${name(table)}`);
    for (const head of all("th", table)) {
      if (!["col", "colgroup", "row", "rowgroup"].includes(head.scope)) faults.push(`no scope: ${name(head)}`);
    }
  }

  // Text can be told from what it stands on (WCAG 2, 1.4.3).
  const rgb = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => { const c = part / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.99) return colour.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const told = new Set();
  for (const element of all("body *")) {
    const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!words || !shown(element) || element.closest("svg")) continue;
    const style = getComputedStyle(element);
    const [one, two] = [light(rgb(style.color).slice(0, 3)), light(ground(element))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (two + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    const fault = `contrast ${ratio.toFixed(2)}: ${element.localName}.${element.className}`;
    if (ratio < (large ? 3 : 4.5) && !told.has(fault)) { told.add(fault); faults.push(fault); }
  }
  return faults;
})()
