// Asks the coordinator. It says so when nobody answers, and goes on asking.

const TOKEN = "regatta-token";
const SLOW = 5000;
const listeners = new Set();
let failingSince = null;

export const hasToken = () => sessionStorage.getItem(TOKEN) !== null;

export function signIn(token) {
    sessionStorage.setItem(TOKEN, token);
}

export function signOut() {
    sessionStorage.removeItem(TOKEN);
}

// Told "up", "down" or "locked" whenever that changes or is confirmed.
export function onLink(listener) {
    listeners.add(listener);
}

function tell(state) {
    failingSince = state === "down" ? failingSince ?? Date.now() : null;
    listeners.forEach(listener => listener(state, failingSince));
}

export class Refused extends Error {
    constructor(status, problem) {
        super(problem.detail ?? `the coordinator answered ${status}`);
        this.status = status;
        this.errors = problem.errors ?? [];
    }
}

// A request whose answer is returned whatever its status; throws where nobody answers.
export async function raw(path, options = {}) {
    const token = sessionStorage.getItem(TOKEN);
    const headers = {...options.headers, ...(token ? {Authorization: `Bearer ${token}`} : {})};
    let answer;
    try {
        answer = await fetch(path, {...options, headers, cache: "no-store", redirect: "error"});
    } catch (failure) {
        if (failure.name !== "AbortError") tell("down");
        throw failure;
    }
    tell(answer.status === 401 ? "locked" : "up");
    return answer;
}

export async function ask(path, options) {
    const answer = await raw(path, options);
    if (!answer.ok) throw new Refused(answer.status, await answer.json().catch(() => ({})));
    return answer.status === 204 ? null : answer.json();
}

export const post = (path, body) =>
    ask(path, {
        method: "POST",
        headers: body === undefined ? {} : {"Content-Type": "application/json"},
        body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    });

// Calls again and again until the signal aborts; rarely while nobody looks or nobody answers.
export function repeat(every, signal, work) {
    let timer;
    const run = async () => {
        let next = every;
        try {
            await work();
        } catch (failure) {
            if (signal.aborted) return;
            if (failure instanceof Refused || failure instanceof TypeError) next = Math.max(every, 1000);
            else throw failure;
        }
        if (!signal.aborted) timer = setTimeout(run, document.hidden ? Math.max(next, SLOW) : next);
    };
    const wake = () => {
        if (!document.hidden) {
            clearTimeout(timer);
            run();
        }
    };
    document.addEventListener("visibilitychange", wake, {signal});
    signal.addEventListener("abort", () => clearTimeout(timer));
    run();
}

// Reads server-sent events by fetch, which can send a token; returns when the stream ends.
export async function events(path, signal, onEvent) {
    const answer = await raw(path, {headers: {Accept: "text/event-stream"}, signal});
    if (!answer.ok) throw new Refused(answer.status, await answer.json().catch(() => ({})));
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
        const {value, done} = await reader.read();
        if (done) return;
        text += value;
        let end;
        while ((end = text.indexOf("\n\n")) >= 0) {
            const fields = text.slice(0, end).split("\n");
            text = text.slice(end + 2);
            const field = name => fields.filter(line => line.startsWith(name + ":")).map(line => line.slice(name.length + 1).trim()).join("\n");
            if (field("data")) onEvent(field("event"), JSON.parse(field("data")));
        }
    }
}
