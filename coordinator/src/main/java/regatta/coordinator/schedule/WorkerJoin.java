package regatta.coordinator.schedule;

import java.util.List;
import regatta.protocol.HeldAttempts;
import regatta.protocol.SlotOffer;
import regatta.protocol.WorkerId;

/**
 * A worker's hello, as far as the schedule cares.
 *
 * @param leased whether its silence means that it is lost
 * @param welcomed whether it has heard this coordinator; until then it is sent no attempts
 * @param lastRun the highest sequence of a dispatch of this coordinator that arrived there; 0 when
 *     it was welcomed by another
 * @param nextReport the number of the first report that nobody acknowledged to it yet
 * @param heldAll whether it holds nothing else
 */
public record WorkerJoin(
        WorkerId id,
        String pool,
        SlotOffer offer,
        String address,
        List<String> kinds,
        boolean leased,
        boolean welcomed,
        long lastRun,
        long nextReport,
        List<HeldAttempts> held,
        boolean heldAll,
        boolean draining) {}
