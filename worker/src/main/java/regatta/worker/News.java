package regatta.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import regatta.protocol.JobId;
import regatta.protocol.JvmUse;

/**
 * The attempts of a worker that began, ended or were handed back since the last {@link
 * AttemptRunner#take}.
 *
 * @param uses what the JVM used, for each job whose next report is to state the use
 */
record News(
        List<Attempt> started,
        List<Attempt> ended,
        List<Attempt> returned,
        Map<JobId, JvmUse> uses) {
    News() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new HashMap<>());
    }

    boolean isEmpty() {
        return started.isEmpty() && ended.isEmpty() && returned.isEmpty();
    }
}
