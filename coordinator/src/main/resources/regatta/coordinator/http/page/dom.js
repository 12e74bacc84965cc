// Makes elements. Whatever comes from the server is set as text, never as markup; of what it drew,
// only shapes, tables and text are copied.

export function el(tag, properties, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties ?? {})) {
        if (value === undefined || value === null || value === false) continue;
        if (name === "class") made.className = value;
        else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
        else if (name in made && typeof value !== "string") made[name] = value;
        else made.setAttribute(name, value === true ? "" : value);
    }
    add(made, children);
    return made;
}

function add(to, children) {
    for (const child of children) {
        if (child === undefined || child === null || child === false) continue;
        if (Array.isArray(child)) add(to, child);
        else to.append(child instanceof Node ? child : String(child));
    }
}

// Puts children in the place of what an element held; keeps the focus where an element with the
// same data-key is still there.
export function fill(element, ...children) {
    const key = element.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    element.replaceChildren();
    add(element, children);
    if (key) element.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

// As fill, for what comes by itself: not while somebody presses a button in it.
export function refresh(element, ...children) {
    if (!element.querySelector(":active")) fill(element, ...children);
}

export const card = (title, ...children) =>
    el("section", {class: "card", "aria-label": title}, el("h2", {}, title), ...children);

export function table(caption, heads, rows, empty) {
    if (!rows.length) return el("p", {class: "quiet"}, empty);
    return el("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": caption},
        el("table", {},
            el("caption", {class: "hidden"}, caption),
            el("thead", {}, el("tr", {}, heads.map(head =>
                el("th", {scope: "col", class: head.number ? "number" : null}, head.text ?? head)))),
            el("tbody", {}, rows.map(row => el("tr", {}, row.map((cell, i) =>
                el("td", {
                    class: ["number", "long", "short"].find(kind => heads[i]?.[kind]),
                    "data-label": heads[i]?.text ?? heads[i] ?? "",
                }, cell)))))));
}

export function button(text, key, onclick, more) {
    return el("button", {type: "button", "data-key": key, onclick, ...more}, text);
}

export const bar = (label, done, total) =>
    el("progress", {"aria-label": label, max: Math.max(1, total), value: Math.min(done, Math.max(1, total))});

export function definition(pairs) {
    return el("dl", {class: "pairs"}, pairs.filter(([, value]) => value !== undefined && value !== null && value !== "")
        .map(([term, value]) => el("div", {}, el("dt", {}, term), el("dd", {}, value))));
}

const DRAWN = new Set(["section", "figure", "figcaption", "div", "p", "h2", "h3", "em", "span", "ul", "li", "dl", "dt", "dd",
    "table", "thead", "tbody", "tr", "th", "td", "svg", "rect", "line", "circle", "path", "text", "title"]);
const KEPT = new Set(["class", "role", "aria-label", "scope", "data-label", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "d",
    "width", "height", "overflow", "text-anchor"]);

// The nodes of what the coordinator drew. Nothing in them runs, loads or leads elsewhere, whatever came.
export function drawn(markup) {
    const copy = node => {
        if (node.nodeType === Node.TEXT_NODE) return [node.data];
        if (!DRAWN.has(node.localName)) return [];
        const made = document.createElementNS(node.namespaceURI, node.localName);
        for (const {name, value} of node.attributes) if (KEPT.has(name)) made.setAttribute(name, value);
        made.append(...[...node.childNodes].flatMap(copy));
        return [made];
    };
    return [...new DOMParser().parseFromString(markup, "text/html").body.childNodes].flatMap(copy);
}
