package regatta.coordinator;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.stream.SharedKillSwitch;
import regatta.comparison.Comparisons;
import regatta.comparison.http.ComparisonReader;
import regatta.comparison.http.ComparisonRoutes;
import regatta.comparison.http.ComparisonSettings;
import regatta.coordinator.api.Cluster;
import regatta.coordinator.api.Jobs;
import regatta.coordinator.api.Mode;
import regatta.coordinator.files.FileSearch;
import regatta.coordinator.http.ClusterRoutes;
import regatta.coordinator.http.FileRoutes;
import regatta.coordinator.http.JobBody;
import regatta.coordinator.http.JobEvents;
import regatta.coordinator.http.JobReader;
import regatta.coordinator.http.JobRoutes;
import regatta.coordinator.http.ObservedRoutes;
import regatta.coordinator.http.PageRoutes;
import regatta.coordinator.http.ReportFormat;
import regatta.coordinator.http.ResultRoutes;
import regatta.coordinator.http.SubmissionReader;
import regatta.coordinator.http.SystemRoutes;
import regatta.coordinator.http.TimeLines;
import regatta.coordinator.http.WholeJobs;
import regatta.coordinator.observe.Observed;
import regatta.http.Bodies;
import regatta.http.EventStream;
import regatta.http.HttpSettings;
import regatta.http.RequestGuard;
import regatta.http.Route;
import regatta.http.Router;
import regatta.http.TokenGate;
import regatta.http.Turns;
import regatta.workload.Workloads;

/** Makes every route of a coordinator's HTTP API. */
public final class Routes {
    private Routes() {}

    /**
     * Makes the router that answers requests.
     *
     * @param modes the modes that jobs may name
     * @param observed what observers of jobs have gathered
     * @param formats the formats of job reports apart from JSON
     * @param streams the switch that ends every stream of events
     */
    public static Router of(
            ActorSystem<?> system,
            Jobs jobs,
            Cluster cluster,
            Comparisons comparisons,
            Workloads workloads,
            List<Mode> modes,
            List<ReportFormat> formats,
            HttpSettings settings,
            ComparisonSettings comparing,
            Observed observed,
            SharedKillSwitch streams) {
        Bodies bodies = new Bodies(settings, system);
        JobReader reader = new JobReader(workloads, modes);
        SubmissionReader submissions = new SubmissionReader(bodies, settings, reader);
        JobBody json = new JobBody(workloads, observed.files());
        EventStream events = new EventStream(settings.eventSilence(), streams);
        Executor readers =
                system.dispatchers().lookup(DispatcherSelector.fromConfig(HttpSettings.READERS));
        Turns lists = Turns.of("lists", readers);
        // Answers of the coordinator stall while it stalls. Metrics must not wait behind them.
        Turns asked = Turns.of("answers of the coordinator", readers);
        Turns known = Turns.of("answers", readers);
        List<Route> routes =
                Stream.of(
                                new JobRoutes(jobs, submissions, json, lists, asked).routes(),
                                new ResultRoutes(
                                                jobs,
                                                new WholeJobs(jobs, system),
                                                workloads,
                                                formats,
                                                new TimeLines(jobs, json, workloads, system),
                                                new JobEvents(jobs, events, json))
                                        .routes(),
                                new FileRoutes(jobs, new FileSearch(system, workloads), system)
                                        .routes(),
                                new ComparisonRoutes(
                                                comparisons,
                                                cluster,
                                                submissions,
                                                new ComparisonReader(
                                                        submissions, workloads, modes, comparing),
                                                events,
                                                lists)
                                        .routes(),
                                new ClusterRoutes(
                                                cluster,
                                                submissions,
                                                workloads,
                                                modes,
                                                asked,
                                                known)
                                        .routes(),
                                new ObservedRoutes(observed, known).routes(),
                                new PageRoutes().routes())
                        .flatMap(List::stream)
                        .toList();
        return new Router(
                new SystemRoutes(cluster, routes, workloads).routes(),
                new RequestGuard(settings),
                new TokenGate(settings),
                bodies,
                observed.metrics());
    }
}
