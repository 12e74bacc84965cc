package regatta.coordinator.jobs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static regatta.coordinator.jobs.TestingBook.OUTPUT;
import static regatta.coordinator.jobs.TestingBook.SECOND;
import static regatta.coordinator.jobs.TestingBook.SUCCESS;
import static regatta.coordinator.jobs.TestingBook.WORKER;
import static regatta.coordinator.jobs.TestingBook.failure;
import static regatta.coordinator.jobs.TestingBook.job;
import static regatta.coordinator.jobs.TestingBook.settlement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import regatta.coordinator.api.JobFilter;
import regatta.coordinator.api.JobPage;
import regatta.coordinator.api.JobSpec;
import regatta.coordinator.api.JobState;
import regatta.coordinator.api.JobView;
import regatta.coordinator.api.Mode;
import regatta.coordinator.api.Progress;
import regatta.coordinator.api.SubmitReply;
import regatta.protocol.Failure;

/** The rules of a job's life: what waits for what is kept, who is answered, what is given back. */
class JobBookTest {
    private final TestingBook book = new TestingBook();

    @Test
    void answersASubmissionAndRunsItOnceItIsKept() {
        book.hello();
        Job job = job("a", 1);
        assertThat(book.submit(job, null, "")).hasOnlyElementsOfType(Effect.Keep.class);
        assertThat(book.replies).isEmpty();
        book.on(new JobEvent.Accepted(1, new Acceptance.Kept(job.withOrder(1))));
        assertThat(book.made(Effect.Run.class)).hasSize(1);
        assertThat(book.replies).hasSize(1);
    }

    @Test
    void showsThatAJobRunsOnceItsStartIsKept() {
        book.hello();
        Job job = book.accepted("a", 1);
        JobView told = ((SubmitReply.Accepted) book.replies.getFirst()).job();
        assertThat(told.state()).isEqualTo(JobState.QUEUED);
        assertThat(told.progress().running()).isZero();
        book.keeps(Entry.Start.class);
        assertThat(book.view(job).state()).isEqualTo(JobState.RUNNING);
        assertThat(book.view(job).progress().running()).isEqualTo(1);
    }

    @Test
    void acknowledgesAndShowsASuccessOnceItIsKept() {
        book.hello();
        Job job = book.accepted("a", 2);
        book.ends(job, SUCCESS, 0);
        assertThat(book.made(Effect.Acknowledge.class)).isEmpty();
        assertThat(book.view(job).progress().succeeded()).isZero();
        book.keeps(Entry.Settle.class);
        assertThat(book.view(job).progress().succeeded()).isEqualTo(1);
        assertThat(book.made(Effect.Acknowledge.class))
                .containsExactly(new Effect.Acknowledge(WORKER, 1, false));
    }

    @Test
    void acknowledgesAFailureThatIsTriedAgainOnceItsCountIsKept() {
        book.hello();
        Job job = book.accepted("a", 2);
        book.ends(job, failure(Failure.ERROR, true), 0);
        assertThat(book.made(Effect.Acknowledge.class)).isEmpty();
        book.keeps(Entry.Retry.class);
        assertThat(book.made(Effect.Acknowledge.class)).hasSize(1);
    }

    @Test
    void endsAJobOnceItsOutputsAreCombinedAndItsEndIsKept() {
        book.hello();
        Job job = book.accepted("a", 1);
        book.ends(job, SUCCESS, 0);
        assertThat(book.made(Effect.Combine.class)).isEmpty();
        book.keeps(Entry.Settle.class);
        assertThat(book.made(Effect.Combine.class)).hasSize(1);
        book.on(new JobEvent.Combined(job.id(), OUTPUT, ""));
        assertThat(book.view(job).waitingFor()).isEqualTo("its end to be kept");
        book.keeps(Entry.Start.class);
        book.keeps(Entry.End.class);
        assertThat(book.open(job)).isFalse();
        assertThat(book.lastEnd().state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(book.lastEnd().succeeded()).isEqualTo(1);
        assertThat(book.quiet()).isTrue();
    }

    @Test
    void readsOutputsAgainAfterASecond() {
        book.hello();
        Job job = book.accepted("a", 1);
        book.ends(job, SUCCESS, 0);
        book.keeps(Entry.Settle.class);
        book.on(new JobEvent.Unreadable(job.id(), "a bad sector"));
        book.pass(SECOND / 2);
        assertThat(book.made(Effect.Combine.class)).hasSize(1);
        book.pass(SECOND);
        assertThat(book.made(Effect.Combine.class)).hasSize(2);
        assertThat(book.view(job).waitingFor())
                .isEqualTo("its outputs, which cannot be read: a bad sector");
    }

    @Test
    void failsAJobOverWhichItsWorkloadFails() {
        book.hello();
        Job job = book.accepted("a", 2);
        book.on(new JobEvent.Broken(job.id(), "a bug"));
        book.on(new JobEvent.Broken(job.id(), "the same bug"));
        book.keeps(Entry.Start.class);
        book.keeps(Entry.End.class);
        assertThat(book.lastEnd().state()).isEqualTo(JobState.FAILED);
        assertThat(requireNonNull(book.lastEnd().failure()).message()).isEqualTo("a bug");
    }

    @Test
    void cancelsAJobWhoseOutputsAreBeingCombined() {
        book.hello();
        Job job = book.accepted("a", 1);
        book.ends(job, SUCCESS, 0);
        book.keeps(Entry.Settle.class);
        List<Optional<JobView>> answers = new ArrayList<>();
        book.on(new JobEvent.Cancel(job.id(), answers::add));
        book.on(new JobEvent.Combined(job.id(), OUTPUT, ""));
        book.keeps(Entry.End.class);
        assertThat(answers).hasSize(1);
        assertThat(book.lastEnd().state()).isEqualTo(JobState.CANCELLED);
        assertThat(book.lastEnd().succeeded()).isEqualTo(1);
    }

    @Test
    void endsAJobThoughTheStoreRefusesItsOutputAndThenItsReport() {
        book.hello();
        Job job = book.accepted("a", 1);
        book.ends(job, SUCCESS, 0);
        book.keeps(Entry.Settle.class);
        book.on(new JobEvent.Combined(job.id(), OUTPUT, ""));
        book.on(new JobEvent.Refused(book.last(Entry.End.class), "too long"));
        assertThat(book.lastEnd().state()).isEqualTo(JobState.FAILED);
        assertThat(book.lastEnd().failure()).extracting(Failure::message).isEqualTo("too long");
        book.on(new JobEvent.Refused(book.last(Entry.End.class), "no JSON"));
        assertThat(book.lastEnd().report()).isNull();
        book.keeps(Entry.End.class);
        assertThat(book.open(job)).isFalse();
    }

    @Test
    void givesBytesBackAfterAnEndARefusalAndAKnownKey() {
        Job job = book.accepted("a", 1);
        book.on(new JobEvent.Cancel(job.id(), _ -> {}));
        assertThat(book.made(Effect.FreeBytes.class)).isEmpty();
        book.keeps(Entry.End.class);
        assertThat(book.made(Effect.FreeBytes.class)).hasSize(1);
        book.submit(job("b", 1), "key", "body");
        book.on(new JobEvent.Refused(book.last(Entry.Accept.class), "full"));
        assertThat(book.made(Effect.FreeBytes.class)).hasSize(2);
        book.submit(job("c", 1), "key", "body");
        book.on(
                new JobEvent.Accepted(
                        book.last(Entry.Accept.class), new Acceptance.Known(job.id())));
        assertThat(book.made(Effect.FreeBytes.class)).hasSize(3);
        assertThat(book.quiet()).isTrue();
    }

    @Test
    void takesPermitsWhenAJobIsSubmittedNotWhenItIsKept() {
        TestingBook small = new TestingBook(1);
        small.submit(job("a", 1), null, "");
        small.submit(job("b", 1), null, "");
        assertThat(small.replies)
                .containsExactly(new SubmitReply.Full("the limit of 1 unfinished jobs is reached"));
    }

    @Test
    void letsOneTokenHaveOnlyItsShareOfTheQueue() {
        TestingBook small = new TestingBook(4);
        Job first = small.accepted(of("greedy", "a", 1));
        small.accepted(of("greedy", "b", 1));
        small.submit(of("greedy", "c", 1), null, "");
        assertThat(small.replies).last().isInstanceOf(SubmitReply.Full.class);
        assertThat(small.replies.getLast().toString())
                .contains("the token greedy would exceed 2 unfinished jobs", "queue-share");
        small.accepted(of("another", "d", 1));
        small.accepted(job("e", 1));

        small.on(new JobEvent.Cancel(first.id(), _ -> {}));
        small.keeps(Entry.End.class);
        small.accepted(of("greedy", "f", 1));
        small.submit(of("another", "g", 1), null, "");
        assertThat(small.replies)
                .last()
                .isEqualTo(new SubmitReply.Full("the limit of 4 unfinished jobs is reached"));
    }

    @Test
    void countsTheTasksOfATokenAndLetsItsFirstJobBeLarge() {
        book.accepted(of("greedy", "a", 600));
        book.submit(of("greedy", "b", 1), null, "");
        assertThat(book.replies.getLast().toString()).contains("would exceed 500 unfinished tasks");
        book.accepted(of("another", "c", 400));
    }

    @Test
    void countsARecoveredJobForItsTokenAndARoundForNone() {
        TestingBook small = new TestingBook(2);
        Job round = of("owner", "a", 1);
        JobSpec spec = round.spec().with(round.spec().workload(), "comparison");
        small.accepted(new Job(round.id(), 0, round.mode(), 4, spec, 1, Instant.EPOCH));
        small.recover(of("owner", "b", 1), Mode.Placement.NODES, 0);
        small.submit(of("owner", "c", 1), null, "");
        assertThat(small.replies.getLast().toString()).contains("limit of 2 unfinished jobs");

        TestingBook larger = new TestingBook(3);
        larger.recover(of("owner", "b", 1), Mode.Placement.NODES, 0);
        larger.submit(of("owner", "c", 1), null, "");
        assertThat(larger.replies.getLast().toString()).contains("one token");
    }

    private static Job of(String token, String id, int tasks) {
        Job job = job(id, tasks);
        return new Job(job.id(), 0, job.mode(), 4, job.spec().by(token), tasks, job.submittedAt());
    }

    @Test
    void letsARepetitionWaitAtTheSubmissionUnderWay() {
        Job job = job("a", 1);
        book.submit(job, "key", "body");
        assertThat(book.submit(job("b", 1), "key", "body"))
                .containsExactly(new Effect.FreeBytes(null, 100));
        book.submit(job("c", 1), "key", "another");
        book.on(new JobEvent.Accepted(1, new Acceptance.Kept(job.withOrder(1))));
        assertThat(book.replies).hasSize(2).allMatch(SubmitReply.Accepted.class::isInstance);
        assertThat(book.made(Effect.ReadKey.class)).hasSize(1);
    }

    @Test
    void answersAWaiterOnceHoweverManyTicksPass() {
        Job job = book.accepted("a", 1);
        List<Optional<JobView>> answers = new ArrayList<>();
        book.on(new JobEvent.Await(job.id(), SECOND, answers::add));
        book.pass(SECOND / 2);
        assertThat(answers).isEmpty();
        book.pass(5 * SECOND);
        book.on(new JobEvent.Cancel(job.id(), _ -> {}));
        book.keeps(Entry.End.class);
        assertThat(answers).hasSize(1);
    }

    @Test
    void pushesWhatChangedAtMostTenTimesASecondAndTheEndLast() {
        book.hello();
        Job job = book.accepted("a", 100);
        List<JobView> pushed = new ArrayList<>();
        book.on(new JobEvent.Watch(job.id(), pushed::add));
        assertThat(pushed).hasSize(1);
        book.pass(SECOND);
        assertThat(pushed).as("nothing changed").hasSize(1);
        for (int task = 0; task < 100; task++) {
            book.ends(job, SUCCESS, task);
            book.keeps(Entry.Settle.class);
            book.pass(SECOND / 100);
        }
        assertThat(pushed).hasSizeBetween(8, 10);
        book.on(new JobEvent.Combined(job.id(), OUTPUT, ""));
        book.keeps(Entry.End.class);
        assertThat(pushed.getLast().state()).isEqualTo(JobState.SUCCEEDED);
        int all = pushed.size();
        book.pass(SECOND);
        assertThat(pushed).hasSize(all);
    }

    /** Five hundred watchers see a view a second each, and the end. */
    @Test
    void pushesFewerViewsToEachOfManyWatchers() {
        book.hello();
        Job job = book.accepted("a", 100);
        List<JobView> pushed = new ArrayList<>();
        for (int watcher = 0; watcher < 500; watcher++) {
            book.on(new JobEvent.Watch(job.id(), pushed::add));
        }
        pushed.clear();
        for (int task = 0; task < 100; task++) {
            book.ends(job, SUCCESS, task);
            book.keeps(Entry.Settle.class);
            book.pass(SECOND / 50);
        }
        assertThat(pushed).hasSizeBetween(500, 1_500);
        pushed.clear();
        book.on(new JobEvent.Combined(job.id(), OUTPUT, ""));
        book.keeps(Entry.End.class);
        assertThat(pushed).hasSize(500);
    }

    @Test
    void failsWithPoisonElseWithTheLowestTaskLiveAndRecovered() {
        book.hello();
        Job live = book.accepted("a", 3);
        book.ends(live, failure("late", false), 2);
        book.ends(live, failure("early", false), 0);
        book.ends(live, failure("between", false), 1);
        book.keeps(Entry.Settle.class);
        book.on(new JobEvent.Wrote(book.last(Entry.Settle.class) - 1));
        book.on(new JobEvent.Wrote(book.last(Entry.Settle.class) - 2));
        assertThat(book.lastEnd().failure())
                .isEqualTo(new Failure("early", "3 of 3 tasks failed; task 0: it broke", false));
        book.recover(
                job("b", 3).withOrder(9),
                Mode.Placement.NODES,
                0,
                settlement(1, failure(Failure.POISON, false)),
                settlement(0, failure("early", false)),
                settlement(2, failure(Failure.POISON, false)));
        assertThat(book.lastEnd().failure())
                .isEqualTo(
                        new Failure(
                                Failure.POISON, "3 of 3 tasks failed; task 1: it broke", false));
    }

    @Test
    void keepsTheStartOfARecoveredJobInThisProcessBeforeItRuns() {
        book.hello();
        Job job = job("a", 2).withOrder(1);
        book.recover(job, Mode.Placement.IN_PROCESS, 2, settlement(0, SUCCESS));
        assertThat(book.made(Effect.Run.class)).isEmpty();
        book.keeps(Entry.Start.class);
        assertThat(book.made(Effect.Run.class)).hasSize(1);
        assertThat(book.view(job).progress().succeeded()).isEqualTo(1);
    }

    @Test
    void failsAJobThatTookItsCoordinatorDownThreeTimes() {
        book.hello();
        book.recover(job("a", 2).withOrder(1), Mode.Placement.IN_PROCESS, 3);
        assertThat(book.lastEnd().state()).isEqualTo(JobState.FAILED);
        assertThat(book.made(Effect.Run.class)).isEmpty();
    }

    @Test
    void waitsForNodesBeforeItRunsTheirJobsAgain() {
        book.recover(job("a", 2).withOrder(1), Mode.Placement.NODES, 0);
        book.hello();
        book.pass(4 * SECOND);
        assertThat(book.made(Effect.Run.class)).isEmpty();
        book.pass(2 * SECOND);
        assertThat(book.made(Effect.Run.class)).isNotEmpty();
    }

    @Test
    void endsAJobThatNodesFinishedBeforeTheyWereWaitedFor() {
        Job job = job("a", 1).withOrder(1);
        book.recover(job, Mode.Placement.NODES, 0);
        book.helloHolding(job, 0);
        book.endsIn(job, SUCCESS, 0, 0);
        book.keeps(Entry.Settle.class);
        book.on(new JobEvent.Unreadable(job.id(), "a bad sector"));
        book.pass(6 * SECOND);
        book.on(new JobEvent.Combined(job.id(), OUTPUT, ""));
        assertThat(book.lastEnd().state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void listsOpenJobsAsTheyWereWhenItWasAsked() {
        Job job = book.accepted("a", 1);
        book.on(new JobEvent.ListJobs(JobFilter.ALL, 10, _ -> {}));
        List<JobView> open = book.made(Effect.ReadList.class).findFirst().orElseThrow().open();
        assertThat(open).extracting(JobView::id).containsExactly(job.id());
        book.on(new JobEvent.Cancel(job.id(), _ -> {}));
        book.keeps(Entry.End.class);
        JobView ended = book.lastEnd().view();
        assertThat(JobLists.join(open, List.of(ended), 10).items()).containsExactly(ended);
    }

    @Test
    void leavesOutOfAListWhatWasAcceptedAfterItWasAsked() {
        Job older = job("a", 1).withOrder(1);
        JobView later = book.view(book.accepted("b", 1));
        JobView known = view(older);
        assertThat(JobLists.join(List.of(known), List.of(later, known), 10).items())
                .containsExactly(known);
        assertThat(JobLists.join(List.of(known), List.of(later, known), 1).next()).contains(1L);
    }

    @Test
    void goesOnBelowAFullReadOfWhatWasAcceptedAfterAListWasAsked() {
        JobView older = book.view(book.accepted("a", 1));
        JobView second = book.view(book.accepted("b", 1));
        JobView third = book.view(book.accepted("c", 1));

        JobPage page = JobLists.join(List.of(), List.of(third, second), 1);

        assertThat(page.items()).isEmpty();
        assertThat(page.next()).contains(second.order());
        assertThat(older.order()).isLessThan(second.order());
    }

    private static JobView view(Job job) {
        return job.open(null, new Progress(1, 0, 0, 0), 0, null);
    }
}
