package regatta.coordinator;

import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.SharedKillSwitch;
import regatta.comparison.Comparisons;
import regatta.comparison.http.ComparisonReader;
import regatta.comparison.http.ComparisonRoutes;
import regatta.coordinator.api.CoordinatorCommand;
import regatta.coordinator.api.Mode;
import regatta.coordinator.files.FileSearch;
import regatta.coordinator.http.ClusterRoutes;
import regatta.coordinator.http.CoordinatorAsks;
import regatta.coordinator.http.FileRoutes;
import regatta.coordinator.http.JobEvents;
import regatta.coordinator.http.JobReader;
import regatta.coordinator.http.JobRoutes;
import regatta.coordinator.http.ReportFormat;
import regatta.coordinator.http.ResultRoutes;
import regatta.coordinator.http.SubmissionReader;
import regatta.coordinator.http.SystemRoutes;
import regatta.http.Bodies;
import regatta.http.EventStream;
import regatta.http.HttpSettings;
import regatta.http.RequestGuard;
import regatta.http.Route;
import regatta.http.Router;
import regatta.workload.Workloads;

/** Every route of a coordinator's HTTP API. */
public final class Routes {
    private Routes() {}

    /**
     * Makes what answers requests.
     *
     * @param modes those that jobs may name
     * @param formats in which the reports of jobs can be had, beside JSON
     * @param streams ends every stream of events
     */
    public static Router of(
            ActorSystem<?> system,
            ActorRef<CoordinatorCommand> coordinator,
            Comparisons comparisons,
            Workloads workloads,
            List<Mode> modes,
            List<ReportFormat> formats,
            HttpSettings settings,
            SharedKillSwitch streams) {
        Bodies bodies = new Bodies(settings, system);
        CoordinatorAsks asks = new CoordinatorAsks(system, coordinator, settings.answerWithin());
        JobReader jobs = new JobReader(workloads, modes);
        SubmissionReader submissions = new SubmissionReader(bodies, settings, jobs);
        EventStream events = new EventStream(settings.eventSilence(), streams);
        List<Route> routes =
                Stream.of(
                                new JobRoutes(asks, submissions).routes(),
                                new ResultRoutes(asks, formats, new JobEvents(asks, events))
                                        .routes(),
                                new FileRoutes(asks, new FileSearch(system, workloads)).routes(),
                                new ComparisonRoutes(
                                                comparisons,
                                                asks,
                                                submissions,
                                                new ComparisonReader(submissions, modes),
                                                events)
                                        .routes(),
                                new ClusterRoutes(asks, submissions, workloads, modes).routes(),
                                new SystemRoutes(asks).routes())
                        .flatMap(List::stream)
                        .toList();
        return new Router(routes, new RequestGuard(settings), bodies);
    }
}
