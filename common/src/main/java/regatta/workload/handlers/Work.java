package regatta.workload.handlers;

import java.time.Duration;
import regatta.workload.BusyWork;

/** The work of one request, which first waits, as for a database, and then computes. */
record Work(long waitNanos, long computeNanos) {
    Duration waiting() {
        return Duration.ofNanos(waitNanos);
    }

    /** Waits and computes on the calling thread. */
    void block() throws InterruptedException {
        Thread.sleep(waiting());
        compute();
    }

    void compute() {
        BusyWork.run(computeNanos);
    }
}
