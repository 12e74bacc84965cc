// The frame of the page: which part is shown, whether the coordinator answers, and who may look.
import {el, fill, button} from "./dom.js";
import {hasToken, onLink, raw, signIn, signOut} from "./api.js";
import {when} from "./text.js";
import {now} from "./now.js";
import {jobs} from "./jobs.js";
import {job} from "./job.js";
import {comparison, comparisons} from "./comparisons.js";
import {workers} from "./workers.js";
import {startComparison, startJob} from "./start.js";

const main = document.getElementById("main");
const link = document.getElementById("link");
const banner = document.getElementById("banner");
let shown = new AbortController();
let locked = false;
let down = false;

const parts = [
    [/^#?\/?$/, "Now", now],
    [/^#\/jobs$/, "Jobs", jobs],
    [/^#\/jobs\/([\w-]+)$/, "Job", job],
    [/^#\/comparisons$/, "Comparisons", comparisons],
    [/^#\/comparisons\/([\w-]+)$/, "Comparison", comparison],
    [/^#\/workers$/, "Workers", workers],
    [/^#\/new-job$/, "New job", startJob],
    [/^#\/new-comparison$/, "New comparison", startComparison],
];

function show() {
    shown.abort();
    shown = new AbortController();
    if (locked) {
        askForToken();
        return;
    }
    const hash = location.hash.startsWith("#/") ? location.hash : "#/";
    const found = parts.find(([pattern]) => pattern.test(hash));
    for (const each of document.querySelectorAll("nav a")) {
        const own = each.getAttribute("href");
        const here = own === "#/" ? hash === "#/" : hash === own || hash.startsWith(own + "/");
        if (here) each.setAttribute("aria-current", "page");
        else each.removeAttribute("aria-current");
    }
    if (!found) {
        fill(main, el("h1", {}, "Nothing here"), el("p", {}, "This page has no such part."));
        return;
    }
    const [pattern, name, part] = found;
    document.title = name === "Now" ? "Regatta" : `${name} · Regatta`;
    main.replaceChildren();
    part(main, shown.signal, ...pattern.exec(hash).slice(1));
}

function askForToken() {
    document.title = "Sign in · Regatta";
    const input = el("input", {id: "token", type: "password", autocomplete: "current-password", required: true, spellcheck: "false"});
    const wrong = el("p", {class: "bad", role: "alert"}, hasToken() ? "The coordinator does not know this token." : "");
    fill(main,
        el("form", {class: "card narrow", onsubmit: event => {
            event.preventDefault();
            signIn(input.value.trim());
            open();
        }},
            el("h1", {}, "Sign in"),
            el("p", {}, "This coordinator wants a token: a line of its token file. The token stays in this tab."),
            el("input", {type: "text", autocomplete: "username", value: "regatta", hidden: true}),
            el("label", {for: "token"}, "Token"), input, wrong,
            el("button", {type: "submit"}, "Sign in")));
    input.focus();
}

async function open() {
    const answer = await raw("/api/v1/modes").catch(() => null);
    if (answer?.ok && locked) {
        locked = false;
        show();
    } else if (answer?.status === 401) {
        askForToken();
    }
}

onLink((state, since) => {
    const was = down;
    down = state === "down";
    if (state === "locked" && !locked) {
        locked = true;
        show();
    }
    fill(link, down ? "no answer" : locked ? "locked" : "live",
        hasToken() && !locked && button("Sign out", "sign-out", () => {
            signOut();
            location.reload();
        }, {class: "plain"}));
    link.classList.toggle("bad", down);
    if (down && !was) {
        banner.textContent = `The coordinator does not answer since ${when(since)}. This page shows what it knew, and comes back by itself.`;
        banner.hidden = false;
    } else if (!down && was) {
        banner.textContent = "The coordinator answers again.";
        setTimeout(() => { if (!down) banner.hidden = true; }, 4000);
    }
});

addEventListener("hashchange", () => {
    show();
    main.focus();
});
show();
