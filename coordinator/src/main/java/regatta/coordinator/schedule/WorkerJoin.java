package regatta.coordinator.schedule;

import java.util.List;
import regatta.protocol.HeldAttempts;
import regatta.protocol.SlotOffer;
import regatta.protocol.WorkerId;

/**
 * The facts of a worker's hello that the schedule needs.
 *
 * @param leased whether the worker is lost if it sends no hello for the time of its lease
 * @param welcomed whether the worker has heard this coordinator. A worker that has not heard this
 *     coordinator gets no attempts
 * @param unanswered how many hellos in a row got no answer before this hello
 * @param lastRun the highest sequence number of a dispatch of this coordinator that arrived at the
 *     worker; 0 if the worker last obeyed another coordinator
 * @param nextReport the number of the worker's first report that is not acknowledged
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
