// One job: how it goes, what it found, why tasks failed, their attempts, the files to fetch.
import {bar, button, card, definition, el, fill, refresh, table} from "./dom.js";
import {ask, events, hasToken, post, raw, Refused, repeat} from "./api.js";
import {advice, bytes, count, duration, ended, grouped, some, title, took, waited, when, words} from "./text.js";
import {lanes} from "./lanes.js";
import {measure, progressText} from "./now.js";
import "./timeline.js";

const LARGEST = 100_000_000;
const PAGE = 25;

export function job(main, signal, id) {
    const path = `/api/v1/jobs/${id}`;
    const head = el("div", {});
    const rest = el("div", {});
    const said = el("p", {role: "status"});
    const pace = new Map();
    const stream = el("div", {});
    const live = card("Tasks as they run", stream);
    const looking = new AbortController();
    signal.addEventListener("abort", () => looking.abort());
    fill(main, head, said, rest);
    let last = null;
    let complete = false;
    let canRetry = true;
    const act = async (what, body) => {
        try {
            const made = await post(`${path}/${what}`, body);
            if (made.id !== id) location.hash = `#/jobs/${made.id}`;
            else show(made);
        } catch (failure) {
            said.textContent = failure.message;
            if (what === "retry" && failure.status === 404) {
                canRetry = false;
                show({});
            }
        }
    };
    const remove = async () => {
        if (!confirm(`Delete job ${id} from the history? Its files stay.`)) return;
        try {
            await ask(path, {method: "DELETE"});
            location.hash = "#/jobs";
        } catch (failure) {
            said.textContent = failure.message;
        }
    };
    const show = seen => {
        last = {...last, ...seen};
        measure(pace, [last]);
        refresh(head, top(last, pace.get(id), act, remove, canRetry));
        if (ended(last.state) && !complete) {
            complete = true;
            looking.abort();
            live.remove();
            whole(rest, last, said).catch(failure => { said.textContent = failure.message; });
        } else if (!complete && !live.isConnected) {
            rest.before(live);
            lanes(stream, looking.signal, null, id);
        }
    };
    repeat(1000, signal, async () => {
        try {
            show(await ask(path));
        } catch (failure) {
            if (failure instanceof Refused && failure.status === 404) {
                fill(main, el("h1", {}, "No such job"), el("p", {}, "This coordinator knows no job ", el("code", {}, id), ". Jobs that ended long ago are deleted."));
                await new Promise(() => {});
            }
            throw failure;
        }
        if (ended(last.state)) await new Promise(() => {});
        if (last.progress.failed) fill(rest, await failures(path, last));
        await events(`${path}/events`, signal, (_, data) => show(data)).catch(failure => {
            if (!signal.aborted) throw failure;
        });
    });
}

function top(job, seen, act, remove, canRetry) {
    const name = title(job);
    const over = ended(job.state);
    const wait = advice(job.waitingFor);
    return [
        el("h1", {}, name, " ", el("span", {class: `state ${job.state.toLowerCase()}`}, words[job.state])),
        !over && bar(`Progress of ${name}`, job.progress.succeeded + job.progress.failed, job.progress.total),
        el("p", {}, over ? sentence(job) : progressText(job, seen)),
        job.failure && el("p", {class: "bad"}, `${job.failure.kind}: ${job.failure.message}`),
        wait && el("p", {class: "wait"}, "Waits for: ", wait),
        el("p", {class: "row"},
            !over && button("Cancel", "cancel", () => act("cancel")),
            over && canRetry && job.progress.failed > 0 && button("Retry what failed", "retry", () => act("retry")),
            over && button("Delete", "delete", remove)),
        definition([
            ["Job", el("code", {}, job.id)],
            ["Workload", job.workload?.kind],
            ["Mode", job.mode],
            ["Slots", job.slots],
            ["Submitted", when(job.submittedAt)],
            ["Waited so far", job.state === "QUEUED" ? waited(job) : null],
            ["Started", job.startedAt ? when(job.startedAt) : null],
            ["Ended", job.endedAt ? when(job.endedAt) : null],
            ["Priority", job.priority || null],
        ]),
    ];
}

function sentence(job) {
    const {total, succeeded, failed} = job.progress;
    const done = failed ? `${count(succeeded)} of ${count(total)} tasks succeeded, ${count(failed)} failed` : succeeded === total ? `${some(total, "task")} succeeded` : `${count(succeeded)} of ${count(total)} tasks were done`;
    return `${done}, in ${took(job)}.`;
}

async function whole(rest, job, said) {
    const path = `/api/v1/jobs/${job.id}`;
    const tasks = el("div", {});
    const line = el("div", {}, el("p", {class: "quiet"}, "Looking …"));
    fill(rest,
        job.answer?.length ? card("Answer", el("pre", {}, job.answer.join("\n"))) : null,
        job.progress.failed ? await failures(path, job) : null,
        job.report && card("Where the time went", account(job.report), reports(path)),
        job.report && card("When tasks ran", line),
        card("Tasks", tasks));
    await page(tasks, path, "", job, said);
    if (job.report) await timeLine(line, path, job);
}

// The same drawing as in the report, of each task's last attempt.
async function timeLine(into, path, job) {
    const sample = await ask(`${path}/timeline`);
    if (!sample.attempts.length) {
        fill(into, el("p", {class: "quiet"}, "Nobody knows: no task ran, or an earlier version ran them."));
        return;
    }
    const root = el("div", {class: "timeline"});
    const parts = [["computing", "computing"], ["ready", "ready, but no core was free"], ["waiting", "waiting"], ["none-ready", "slot without a task"], ["drained", "slot after its last task"]];
    fill(into,
        el("ul", {class: "plain legend"}, parts.map(([part, words]) => el("li", {}, el("span", {class: `swatch ${part}`, "aria-hidden": "true"}), words))),
        root);
    globalThis.regattaTimeLine(root, [{title: "Last attempts of tasks", sample, report: job.report}]);
}

async function failures(path, job) {
    const found = await ask(`${path}/tasks?state=FAILED&limit=1000`);
    const causes = grouped(found.items);
    return card("What failed, by cause",
        found.items.length < job.progress.failed && el("p", {class: "quiet"}, `The first ${count(found.items.length)} of ${count(job.progress.failed)} failures.`),
        table("Causes", [{text: "Tasks", number: true}, "Cause", {text: "For example", long: true}],
            causes.map(cause => [count(cause.tasks.length), cause.cause, `task ${count(cause.tasks[0])}: ${cause.example}`]), "None."));
}

function account(report) {
    const slots = report.slotAccount;
    const all = slots.running + slots.handOver + slots.noneReady + slots.drained;
    const part = value => `${duration(value)} (${all ? Math.round(value / all * 100) : 0} %)`;
    return definition([
        ["Wall time", duration(report.wallSeconds)],
        ["Processor time", report.cpuSeconds < 0 ? null : duration(report.cpuSeconds)],
        ["Slots that it held", report.slots],
        ["Attempts", `${count(report.attempts)}, ${count(report.repeatedAttempts)} of them repeated`],
        ["Slots ran tasks", part(slots.running)],
        ["Slots free though a task was ready", part(slots.handOver)],
        ["Slots free, no task ready", part(slots.noneReady)],
        ["Slots free, no task left", part(slots.drained)],
        ["A task ran, median and 99 %", `${duration(report.ran.p50)}, ${duration(report.ran.p99)}`],
        ["Ran on", report.workers.map(share => `${share.worker} (${count(share.attempts)})`).join(", ")],
    ]);
}

// A link cannot send a token, so that with one the report is fetched and saved.
export function reports(path) {
    const forms = [["HTML", "text/html", "html"], ["CSV", "text/csv", "csv"], ["JSON", "application/json", "json"]];
    return el("p", {class: "row"},
        !hasToken() && el("a", {href: `${path}/report`, target: "_blank", rel: "noopener"}, "Open the report"),
        forms.map(([name, type, ending]) => button(`Save as ${name}`, `save-${ending}`, async () => {
            const answer = await raw(`${path}/report`, {headers: {Accept: type}});
            save(await answer.blob(), `report.${ending}`);
        })));
}

function save(blob, name) {
    const url = URL.createObjectURL(blob);
    const link = el("a", {href: url, download: name});
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

async function page(into, path, cursor, job, said) {
    const found = await ask(`${path}/tasks?limit=${PAGE}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    fill(into,
        table("Tasks by index",
            [{text: "Task", number: true}, "State", {text: "Attempts", number: true}, {text: "Worker", short: true}, {text: "Queued", number: true}, {text: "Ran", number: true}, {text: "Output or failure", long: true}, {text: "File", short: true}],
            found.items.map(task => [
                task.index,
                task.state.toLowerCase(),
                task.attempts,
                task.worker ?? "",
                task.timings ? duration(task.timings.queuedSeconds) : "",
                task.timings ? duration(task.timings.ranSeconds) : "",
                task.failure ? `${task.failure.kind}: ${task.failure.message}` : brief(task.output),
                task.file ? file(path, job, task, said) : "",
            ]), "No task."),
        el("p", {class: "row"},
            cursor && button("First page", "first", () => page(into, path, "", job, said)),
            found.next && button("Next page", "next", () => page(into, path, found.next, job, said))));
}

function brief(output) {
    if (output === null || output === undefined) return "";
    const short = text => /^[0-9a-f]{40,}$/.test(text) ? text.slice(0, 12) + "…" : text.length > 100 ? text.slice(0, 100) + " …" : text;
    if (typeof output !== "object" || Array.isArray(output)) return short(typeof output === "object" ? JSON.stringify(output) : String(output));
    return Object.entries(output).filter(([, value]) => value !== null)
        .map(([name, value]) => `${name} ${short(typeof value === "object" ? JSON.stringify(value) : String(value))}`).join(", ");
}

function file(path, job, task, said) {
    if (task.file.bytes > LARGEST) {
        const command = `regatta collect ${job.id} .`;
        return button(`Copy “${command}” (${bytes(task.file.bytes)})`, `copy-${task.index}`, async () => {
            await navigator.clipboard.writeText(command).catch(() => {});
            said.textContent = `Run  ${command}  to bring all files of this job.`;
        });
    }
    return button(`Fetch ${task.file.name} (${bytes(task.file.bytes)})`, `fetch-${task.index}`, async () => {
        said.textContent = `Fetching ${task.file.name} …`;
        const answer = await raw(`${path}/tasks/${task.index}/file`);
        if (answer.ok) {
            save(await answer.blob(), task.file.name);
            said.textContent = `Fetched ${task.file.name}.`;
        } else {
            said.textContent = (await answer.json()).detail;
        }
    });
}
