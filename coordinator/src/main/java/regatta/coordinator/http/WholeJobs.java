package regatta.coordinator.http;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Jobs;
import regatta.http.Call;
import regatta.http.Problem;

/**
 * Reads jobs with their whole spec and output, to stream the entries of the spec or output. A job
 * that is read stays in memory until its last reader has finished. Therefore readers of the same
 * job share the job in memory, and at most two jobs are read at the same time. Safe from any
 * thread.
 */
public final class WholeJobs {
    private static final int MOST_READERS = 8;
    private static final int MOST_JOBS = 2;

    private final Jobs jobs;
    private final Permits permits;
    private final Map<String, Shared> shared = new HashMap<>();

    public WholeJobs(Jobs jobs, ActorSystem<?> system) {
        this.jobs = jobs;
        this.permits = new Permits(MOST_READERS, "streams of entries", system);
    }

    /**
     * Makes an answer from a job with its whole spec and output.
     *
     * @throws ProblemException 503 if too many clients read entries, or if too many jobs are being
     *     read
     */
    CompletionStage<HttpResponse> read(Call call, Function<JobView, HttpResponse> answer) {
        Reader reader = new Reader(call);
        return permits.hold(() -> reader.join().thenApply(answer), reader::leave);
    }

    private static final class Shared {
        final CompletionStage<JobView> job;
        int readers;

        Shared(CompletionStage<JobView> job) {
            this.job = job;
        }
    }

    private final class Reader {
        private final Call call;
        private final String id;
        private @Nullable Shared joined;

        Reader(Call call) {
            this.call = call;
            this.id = call.variable("id");
        }

        CompletionStage<JobView> join() {
            synchronized (shared) {
                Shared known = shared.get(id);
                if (known == null) {
                    if (shared.size() >= MOST_JOBS) {
                        throw Problem.unavailable(
                                "entries of %d jobs are being read, which is the limit"
                                        .formatted(MOST_JOBS));
                    }
                    known = new Shared(JobIds.existing(call, jobs::whole));
                    shared.put(id, known);
                }
                known.readers++;
                joined = known;
                return known.job;
            }
        }

        void leave() {
            synchronized (shared) {
                if (joined != null && --joined.readers == 0) {
                    shared.remove(id, joined);
                }
            }
        }
    }
}
