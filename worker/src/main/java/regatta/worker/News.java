package regatta.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import regatta.protocol.JobId;
import regatta.protocol.JvmUse;

/**
 * What happened to the attempts of a worker since the last {@link AttemptRunner#take}.
 *
 * @param uses for each job whose next report is to state it, what the JVM used
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
