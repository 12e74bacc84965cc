package regatta.coordinator.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import regatta.protocol.Ended;
import regatta.protocol.HeldAttempts;
import regatta.protocol.JobReport;
import regatta.protocol.Outcome;
import regatta.protocol.TaskAttempt;
import regatta.protocol.Timings;

/** What a simulated worker has to tell: numbered reports, each kept until it is acknowledged. */
final class SimulatedOutbox {
    private static final class Part {
        private final List<TaskAttempt> started = new ArrayList<>();
        private final List<Ended> ended = new ArrayList<>();
        private final List<TaskAttempt> returned = new ArrayList<>();
        private final List<SimulatedSlot.Held> over = new ArrayList<>();
    }

    private final TreeMap<Long, Map<SimulatedJob, Part>> unacknowledged = new TreeMap<>();
    private final TreeMap<Long, List<SimulatedSlot.Held>> unconfirmed = new TreeMap<>();
    private Map<SimulatedJob, Part> news = new LinkedHashMap<>();
    private List<SimulatedSlot.Held> suspects = new ArrayList<>();
    private long reports;

    void started(SimulatedSlot.Held held) {
        part(held).started.add(held.name);
        if (held.confirm) {
            suspects.add(held);
        }
    }

    void ended(SimulatedSlot.Held held, Outcome outcome, Timings timings) {
        Part part = part(held);
        part.started.remove(held.name);
        int attempt = held.name.attempt();
        part.ended.add(new Ended(held.slot, held.name.task(), attempt, outcome, timings));
        part.over.add(held);
    }

    void returned(SimulatedSlot.Held held) {
        Part part = part(held);
        part.returned.add(held.name);
        part.over.add(held);
    }

    /** Makes the next report of what happened since the last; returns its number. */
    long close() {
        long sequence = ++reports;
        unacknowledged.put(sequence, news);
        if (!suspects.isEmpty()) {
            unconfirmed.put(sequence, suspects);
        }
        news = new LinkedHashMap<>();
        suspects = new ArrayList<>();
        return sequence;
    }

    /** The number of the first report that is not acknowledged, be it made or not. */
    long nextReport() {
        return unacknowledged.isEmpty() ? reports + 1 : unacknowledged.firstKey();
    }

    /** Sends every report from a number on that is not acknowledged. */
    void send(long from, BiConsumer<Long, List<JobReport>> to) {
        unacknowledged
                .tailMap(from, true)
                .forEach((sequence, parts) -> to.accept(sequence, reports(parts)));
    }

    /** Forgets the reports up to a number; returns attempts whose start is thereby confirmed. */
    List<SimulatedSlot.Held> acknowledge(long upTo) {
        unacknowledged.headMap(upTo, true).clear();
        List<SimulatedSlot.Held> confirmed = new ArrayList<>();
        unconfirmed.headMap(upTo, true).values().forEach(confirmed::addAll);
        unconfirmed.headMap(upTo, true).clear();
        return confirmed;
    }

    void held(BiConsumer<SimulatedSlot.Held, HeldAttempts.State> to) {
        held(news, to);
        unacknowledged.values().forEach(parts -> held(parts, to));
    }

    boolean isEmpty() {
        return news.isEmpty() && unacknowledged.isEmpty();
    }

    private static void held(
            Map<SimulatedJob, Part> parts, BiConsumer<SimulatedSlot.Held, HeldAttempts.State> to) {
        for (Part part : parts.values()) {
            part.over.forEach(held -> to.accept(held, HeldAttempts.State.ENDED));
        }
    }

    private Part part(SimulatedSlot.Held held) {
        return news.computeIfAbsent(held.job, _ -> new Part());
    }

    private static List<JobReport> reports(Map<SimulatedJob, Part> parts) {
        List<JobReport> made = new ArrayList<>();
        parts.forEach((job, part) ->
                made.add(new JobReport(job.terms.id(), part.started, part.ended, part.returned)));
        return made;
    }
}
