// The workers, their slots, and how to take one out of use.
import {bar, button, card, el, fill, refresh, table} from "./dom.js";
import {ask, post, repeat} from "./api.js";
import {count, some} from "./text.js";

const present = worker => worker.state === "JOINED" || worker.state === "DRAINING";

// Workers of the coordinator's own JVM have the name of their pool.
const inside = worker => worker.id === worker.pool;

// Slots for tasks that compute and, of other JVMs, for tasks that wait: both in words.
const offered = (compute, wait) => wait ? `${count(compute)} to compute, ${count(wait)} to wait` : count(compute);

const slots = worker => Math.max(worker.slots + worker.ioSlots, worker.running);

// One line a pool that is busy or of other JVMs: how many workers, and how many of their slots are busy.
export function pools(workers) {
    const all = new Map();
    for (const worker of workers.filter(present)) {
        const pool = all.get(worker.pool) ?? {workers: 0, compute: 0, wait: 0, running: 0, inside: inside(worker)};
        pool.workers++;
        pool.compute += worker.slots;
        pool.wait += worker.ioSlots;
        pool.running += worker.running;
        all.set(worker.pool, pool);
    }
    const shown = [...all].filter(([, pool]) => pool.running || !pool.inside).sort(([a], [b]) => a.localeCompare(b));
    const rest = all.size - shown.length;
    return [
        shown.length > 0 && table("Pools", ["Pool", "Workers", {text: "Busy", number: true}, "Slots"],
            shown.map(([name, pool]) => [name, pool.inside ? "in this JVM" : count(pool.workers), count(pool.running), offered(pool.compute, pool.wait)]), ""),
        rest > 0 && el("p", {class: "quiet"}, `${shown.length ? "The other" : "All"} ${some(rest, "pool")} of this JVM ${rest === 1 ? "is" : "are"} free.`),
        !all.has("cluster") && el("p", {class: "quiet"}, "No worker node has joined. Start one with ", el("code", {}, "regatta worker --join HOST:PORT")),
    ];
}

export function workers(main, signal) {
    const body = el("div", {});
    const said = el("p", {role: "status"});
    const warm = el("input", {id: "warm", type: "number", min: "0", max: "256", value: "0", required: true});
    fill(main, el("h1", {}, "Workers"), said, body,
        card("Worker JVMs",
            el("form", {class: "filters", onsubmit: event => {
                event.preventDefault();
                ask("/api/v1/pools/processes", {method: "PUT", headers: {"Content-Type": "application/json"}, body: JSON.stringify({workers: Number(warm.value)})})
                    .then(now => { said.textContent = `${some(now.workers, "worker JVM")} ${now.workers === 1 ? "stays" : "stay"} warm.`; })
                    .catch(failure => { said.textContent = failure.message; });
            }},
                el("label", {for: "warm"}, "Keep warm in pool processes"), warm,
                el("button", {type: "submit"}, "Set"))));
    const drain = id => post(`/api/v1/workers/${encodeURIComponent(id)}/drain`)
        .then(() => { said.textContent = `${id} takes nothing new, and leaves when it is done.`; })
        .catch(failure => { said.textContent = failure.message; });
    repeat(1000, signal, async () => {
        const found = (await ask("/api/v1/workers")).items;
        if (signal.aborted) return;
        const others = found.filter(worker => !inside(worker));
        refresh(body,
            card("Other JVMs and machines", table("Workers of other JVMs",
                ["Worker", "Pool", "State", "Slots", "Where", {text: "Why", long: true}, ""],
                others.map(worker => [
                    worker.id,
                    worker.pool,
                    el("span", {class: worker.state === "LOST" || (worker.reason && present(worker)) ? "bad" : null}, worker.reason && present(worker) ? "rests" : worker.state.toLowerCase()),
                    present(worker) ? use(worker) : "",
                    worker.address,
                    worker.reason === worker.state.toLowerCase() ? "" : worker.reason ?? "",
                    worker.state === "JOINED" ? button("Drain", `drain-${worker.id}`, () => drain(worker.id), {"aria-label": `Drain ${worker.id}`}) : "",
                ]), ["None has joined. Start one with ", el("code", {}, "regatta worker --join HOST:PORT")])),
            card("In the coordinator's JVM", table("Workers of this JVM", ["Pool", "Slots"],
                found.filter(inside).sort((a, b) => a.pool.localeCompare(b.pool)).map(worker => [worker.pool, use(worker)]), "None.")));
    });
}

function use(worker) {
    return el("span", {class: "use"}, bar(`Busy slots of ${worker.id}`, worker.running, slots(worker)), worker.ioSlots ? ` ${count(worker.running)} busy of ${offered(worker.slots, worker.ioSlots)}` : ` ${count(worker.running)} of ${count(slots(worker))} busy`);
}
