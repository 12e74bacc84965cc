package regatta.worker;

import java.util.ArrayList;
import java.util.List;

/** What happened in a worker's slots since it was last asked. */
record News(List<Attempt> started, List<Attempt> ended, List<Attempt> returned) {
    News() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    boolean isEmpty() {
        return started.isEmpty() && ended.isEmpty() && returned.isEmpty();
    }
}
