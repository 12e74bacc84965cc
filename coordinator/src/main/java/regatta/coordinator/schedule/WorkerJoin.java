package regatta.coordinator.schedule;

import java.util.List;
import regatta.protocol.HeldAttempts;
import regatta.protocol.SlotOffer;
import regatta.protocol.WorkerId;

/**
 * What the schedule needs of a worker's hello.
 *
 * @param leased whether the worker is lost when it is silent
 * @param welcomed whether it has heard this coordinator; until then it gets no attempts
 * @param unanswered how many hellos before this one got no answer, in a row
 * @param lastRun the highest sequence of a dispatch of this coordinator that arrived there; 0 if
 *     the worker last obeyed another coordinator
 * @param nextReport the number of the first report that is not acknowledged
 * @param heldAll whether {@code held} lists every attempt that the worker holds
 */
public record WorkerJoin(
        WorkerId id,
        String pool,
        SlotOffer offer,
        String address,
        List<String> kinds,
        boolean leased,
        boolean welcomed,
        int unanswered,
        long lastRun,
        long nextReport,
        List<HeldAttempts> held,
        boolean heldAll,
        boolean draining) {}
