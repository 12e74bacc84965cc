package regatta.workload.download;

import static regatta.workload.download.Answers.ends;
import static regatta.workload.download.Answers.ok;
import static regatta.workload.download.Answers.resets;
import static regatta.workload.download.Answers.status;
import static regatta.workload.download.FaultCase.keeps;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The cases, each at an origin of its own, for those who run them through a whole cluster. */
public final class HostileOrigin implements Closeable {
    private final List<FaultCase> cases;
    private final List<TestingOrigin> origins = new ArrayList<>();

    /**
     * What one case is, and what must come of it.
     *
     * @param sha256 of the file; empty where the download must fail
     * @param failure the failure's kind; empty where it must succeed
     */
    public record Case(String name, Source source, String sha256, String failure) {}

    private HostileOrigin(List<FaultCase> cases) throws IOException {
        this.cases = cases;
        for (FaultCase one : cases) {
            TestingOrigin origin = new TestingOrigin();
            origins.add(origin);
            one.serve(origin);
        }
    }

    /** Every case that needs no settings of its own, in one attempt. */
    public static HostileOrigin ofOneAttempt() throws IOException {
        return new HostileOrigin(all().filter(FaultCase::underAnySettings).toList());
    }

    /** Faults that pass, so that the second attempt brings the file. */
    public static HostileOrigin ofTwoAttempts() throws IOException {
        List<FaultCase> passing = new ArrayList<>();
        for (int passes : List.of(408, 429, 500, 501, 502, 503, 504, 505)) {
            passing.add(keeps("status " + passes, "hello", status(passes, ""), ok("", "hello")));
        }
        String late = "Retry-After: 1\r\n";
        passing.add(keeps("status 503, a second", "hello", status(503, late), ok("", "hello")));
        String nine = Fixture.OK + "Content-Length: 9\r\n\r\n";
        passing.add(keeps("short body", "hello", ends(nine + "hello"), ok("", "hello")));
        passing.add(keeps("reset", "hello", resets(nine + "hel"), ok("", "hello")));
        passing.add(keeps("end before the head", "hello", ends(""), ok("", "hello")));
        return new HostileOrigin(passing);
    }

    static Stream<FaultCase> all() {
        return Stream.of(
                        FramingCases.heads(),
                        FramingCases.bodies(),
                        FramingCases.silences(),
                        AnswerCases.statuses(),
                        AnswerCases.redirects(),
                        AnswerCases.encodings(),
                        AnswerCases.digests(),
                        AnswerCases.delays(),
                        RangeCases.resumed(),
                        RangeCases.fromZero(),
                        RangeCases.notResumed(),
                        NameCases.given(),
                        NameCases.ofUrls())
                .flatMap(Collection::stream);
    }

    public List<Case> cases() {
        List<Case> shown = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            FaultCase one = cases.get(i);
            Source source = one.source().apply(Source.of(origins.get(i).url(one.path())));
            shown.add(
                    switch (one.expected()) {
                        case FaultCase.Kept kept ->
                                new Case(one.name(), source, Fixture.sha256(kept.content()), "");
                        case FaultCase.Failed failed ->
                                new Case(one.name(), source, "", failed.kind());
                    });
        }
        return shown;
    }

    /** Checks what the origin of a case was asked for, and how often. */
    public void checkAsked(int index) {
        cases.get(index).asked().accept(List.copyOf(origins.get(index).asked()));
    }

    @Override
    public void close() throws IOException {
        for (TestingOrigin origin : origins) {
            origin.close();
        }
    }
}
