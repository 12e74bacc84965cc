// The history of jobs, with filters. It lies in the store, so that it survives restarts.
import {button, card, el, fill, refresh, table} from "./dom.js";
import {ask, repeat} from "./api.js";
import {count, signs, took, title, waited, when, words} from "./text.js";

export function jobs(main, signal) {
    const state = select("state", "State", ["", "QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"], value => words[value] ?? "all");
    const mode = select("mode", "Mode", [""]);
    const workload = select("workload", "Workload", [""]);
    const rounds = el("input", {type: "checkbox", id: "rounds"});
    const list = el("div", {});
    const pages = el("p", {class: "row"});
    let cursors = [""];
    const load = async () => {
        const query = new URLSearchParams({limit: "50"});
        for (const one of [state, mode, workload]) if (one.input.value) query.set(one.input.id, one.input.value);
        if (cursors.at(-1)) query.set("cursor", cursors.at(-1));
        const page = await ask(`/api/v1/jobs?${query}`);
        if (signal.aborted) return;
        refresh(list, listing(page.items.filter(job => rounds.checked || !job.comparison)));
        refresh(pages,
            cursors.length > 1 && button("Newer", "newer", () => { cursors.pop(); load(); }),
            page.next && button("Older", "older", () => { cursors.push(page.next); load(); }));
    };
    const again = () => {
        cursors = [""];
        load();
    };
    for (const one of [state.input, mode.input, workload.input, rounds]) one.addEventListener("change", again);
    fill(main,
        el("h1", {}, "Jobs"),
        el("form", {class: "filters", onsubmit: event => event.preventDefault()},
            state.part, mode.part, workload.part,
            el("span", {}, rounds, el("label", {for: "rounds"}, "with rounds of comparisons"))),
        card("History", list, pages),
        el("p", {}, el("a", {class: "button", href: "#/new-job"}, "New job")));
    ask("/api/v1/modes").then(found => options(mode.input, found.items.map(one => one.name))).catch(() => {});
    ask("/api/v1/workloads").then(found => options(workload.input, found.items.map(one => one.kind))).catch(() => {});
    repeat(3000, signal, load);
}

function select(id, label, values, shown = value => value || "all") {
    const input = el("select", {id});
    values.forEach(value => input.append(el("option", {value}, shown(value))));
    return {input, part: el("span", {}, el("label", {for: id}, label), input)};
}

function options(input, values) {
    values.forEach(value => input.append(el("option", {value}, value)));
}

function listing(items) {
    return table("Jobs, newest first",
        ["", "Job", {text: "Workload", short: true}, {text: "Mode", short: true}, {text: "Tasks", number: true}, {text: "Failed", number: true}, {text: "Submitted", short: true}, {text: "Took", number: true}],
        items.map(job => [
            el("span", {class: `sign ${job.state.toLowerCase()}`, title: words[job.state]}, signs[job.state], el("span", {class: "hidden"}, words[job.state])),
            el("a", {href: `#/jobs/${job.id}`, "data-key": job.id}, title(job)),
            job.workload.kind,
            job.mode,
            `${count(job.progress.succeeded + job.progress.failed)}/${count(job.progress.total)}`,
            job.progress.failed ? count(job.progress.failed) : "",
            when(job.submittedAt),
            job.startedAt || job.endedAt ? took(job) : `waits ${waited(job)}`,
        ]),
        "No job fits.");
}
