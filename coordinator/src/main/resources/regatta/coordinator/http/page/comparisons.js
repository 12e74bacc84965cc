// Comparisons, and one of them with its verdict.
import {bar, button, card, definition, drawn, el, fill, refresh, table} from "./dom.js";
import {ask, post, raw, Refused, repeat} from "./api.js";
import {count, ended, signs, some, took, waited, when, words} from "./text.js";
import {reports} from "./job.js";

export function comparisons(main, signal) {
    const list = el("div", {});
    const state = el("select", {id: "state"}, ["", "QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"].map(value => el("option", {value}, words[value] ?? "all")));
    fill(main, el("h1", {}, "Comparisons"),
        el("form", {class: "filters", onsubmit: event => event.preventDefault()}, el("span", {}, el("label", {for: "state"}, "State"), state)),
        card("History", list),
        el("p", {}, el("a", {class: "button", href: "#/new-comparison"}, "New comparison")));
    const load = async () => {
        const found = await ask(`/api/v1/comparisons?limit=100${state.value ? `&state=${state.value}` : ""}`);
        if (signal.aborted) return;
        refresh(list, table("Comparisons, newest first",
            ["", "Comparison", {text: "Arms", number: true}, {text: "Rounds", number: true}, {text: "Submitted", short: true}, {text: "Took", number: true}],
            found.items.map(one => [
                el("span", {class: `sign ${one.state.toLowerCase()}`, title: words[one.state]}, signs[one.state], el("span", {class: "hidden"}, words[one.state])),
                el("a", {href: `#/comparisons/${one.id}`, "data-key": one.id}, one.name || one.title),
                one.arms.length,
                `${count(one.progress.succeeded)}/${count(one.progress.total)}`,
                when(one.submittedAt),
                one.startedAt ? took(one) : "",
            ]), state.value ? "No comparison fits." : "No comparison yet. It runs one job in every mode and says which is the fastest."));
    };
    state.addEventListener("change", load);
    repeat(2000, signal, load);
}

export function comparison(main, signal, id) {
    const path = `/api/v1/comparisons/${id}`;
    const top = el("div", {});
    const found = el("div", {class: "found"});
    const rest = el("div", {});
    const said = el("p", {role: "status"});
    fill(main, top, said, found, rest);
    let complete = false;
    repeat(1000, signal, async () => {
        if (complete) await new Promise(() => {});
        const one = await ask(path);
        if (signal.aborted) return;
        refresh(top, ...head(one, path, said, true));
        refresh(rest, ...details(one, path));
        if (ended(one.state)) {
            if (await show(found, one, path)) refresh(top, ...head(one, path, said, false));
            complete = true;
        }
    });
}

// The verdict with its picture and its table, as the report draws them. Returns whether there is a report to draw.
async function show(found, one, path) {
    if (one.verdict) fill(found, verdict(el("p", {}, one.verdict.sentence)));
    const answer = await raw(`${path}/verdict`);
    if (answer.ok) fill(found, verdict(...drawn(await answer.text())));
    else if (answer.status !== NO_REPORT) throw new Refused(answer.status, {});
    return answer.ok;
}

// The status of an ended comparison that has no report.
const NO_REPORT = 409;

const verdict = (...what) => el("section", {class: "verdict", "aria-label": "Verdict"}, what);

// Warns only where the part of the report is not drawn, which has the warnings, too.
function head(one, path, said, warns) {
    const name = one.name || one.title;
    const over = ended(one.state);
    const running = one.running ? `Now ${one.running.arm}${one.running.warmUp ? ", warming up" : ""}.`
        : one.waitingFor ? `Waits for ${one.waitingFor}.`
        : one.state === "RUNNING" ? "" : `It has waited for ${waited(one)}: comparisons run one at a time.`;
    return [
        el("h1", {}, name, " ", el("span", {class: `state ${one.state.toLowerCase()}`}, words[one.state])),
        one.failure && el("p", {class: "bad"}, `${one.failure.kind}: ${one.failure.message}`),
        !over && bar(`Progress of ${name}`, one.progress.succeeded, one.progress.total),
        !over && el("p", {}, `${count(one.progress.succeeded)} of about ${count(one.progress.total)} rounds. `, running),
        warns && (one.warnings ?? []).map(warning => el("p", {class: "wait"}, warning)),
        el("p", {class: "row"}, !over && button("Cancel", "cancel", () => post(`${path}/cancel`).catch(failure => { said.textContent = failure.message; }))),
    ];
}

function details(one, path) {
    return [
        one.state === "SUCCEEDED" && reports(path),
        definition([
            ["Comparison", el("code", {}, one.id)],
            ["Job", one.name ? one.title : null],
            ["Submitted", when(one.submittedAt)],
            ["Started", one.startedAt ? when(one.startedAt) : null],
            ["Ended", one.endedAt ? `${when(one.endedAt)}, after ${took(one)}` : null],
            ["Reference", one.reference],
            ["Rounds", `${some(one.roundsPerArm, "round")} an arm`],
        ]),
        !one.verdict && card("Arms", el("p", {class: "quiet"}, "An arm is one way of running the job."), arms(one.arms)),
    ];
}

function arms(all) {
    const varied = arm => Object.entries(arm.varied ?? {}).map(([field, value]) => `${field} = ${value}`).join(", ");
    const differ = all.some(varied);
    return table("Arms", ["Arm", "Mode", {text: "Slots", number: true}, ...differ ? ["Varied"] : []],
        all.map(arm => [arm.label, arm.mode, arm.slots ?? "default", ...differ ? [varied(arm) || "nothing"] : []]), "None.");
}
