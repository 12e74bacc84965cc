package regatta.workload.download;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import regatta.workload.FailureSide;

/**
 * One thing that an origin may do, and what must come of it.
 *
 * @param path what is asked for
 * @param answers one a request; the last goes on
 * @param settings changes limits for this case
 */
record FaultCase(
        String name,
        String path,
        List<TestingOrigin.Answer> answers,
        Expected expected,
        UnaryOperator<Source> source,
        Consumer<TestingSettings> settings,
        Consumer<List<TestingOrigin.Asked>> asked) {
    private static final Consumer<TestingSettings> ANY_SETTINGS = _ -> {};

    /** What must come of it. */
    sealed interface Expected {}

    /** The file is there, whole. */
    record Kept(String content, String file) implements Expected {}

    /**
     * Nothing is there.
     *
     * @param sides whose failure it may be called
     */
    record Failed(String kind, boolean retryable, String words, Set<FailureSide> sides)
            implements Expected {}

    private static final Set<FailureSide> ANY_SIDE = EnumSet.allOf(FailureSide.class);

    /** A download that succeeds; the URL's own name is {@code file}. */
    static FaultCase keeps(String name, String content, TestingOrigin.Answer... answers) {
        return of(name, new Kept(content, "file"), answers);
    }

    /** A download that fails for good. */
    static FaultCase fails(String name, String kind, TestingOrigin.Answer... answers) {
        return of(name, new Failed(kind, false, "", Set.of(FailureSide.TASK)), answers);
    }

    /** A download that another attempt may bring. */
    static FaultCase passes(String name, String kind, TestingOrigin.Answer... answers) {
        return of(name, new Failed(kind, true, "", ANY_SIDE), answers);
    }

    private static FaultCase of(String name, Expected expected, TestingOrigin.Answer... answers) {
        return new FaultCase(
                name,
                "/file",
                List.of(answers),
                expected,
                UnaryOperator.identity(),
                ANY_SETTINGS,
                _ -> {});
    }

    FaultCase at(String newPath) {
        return new FaultCase(name, newPath, answers, expected, source, settings, asked);
    }

    /** The file's name, where it is not the URL's. */
    FaultCase named(String file) {
        Kept kept = new Kept(((Kept) expected).content(), file);
        return new FaultCase(name, path, answers, kept, source, settings, asked);
    }

    /** What the failure's message must hold. */
    FaultCase saying(String words) {
        Failed failed = (Failed) expected;
        Failed saying = new Failed(failed.kind(), failed.retryable(), words, failed.sides());
        return new FaultCase(name, path, answers, saying, source, settings, asked);
    }

    /** Whose failure it must be called. */
    FaultCase blaming(FailureSide side) {
        Failed failed = (Failed) expected;
        Failed blaming =
                new Failed(failed.kind(), failed.retryable(), failed.words(), Set.of(side));
        return new FaultCase(name, path, answers, blaming, source, settings, asked);
    }

    /** Whether it needs no limits of its own. */
    boolean underAnySettings() {
        return settings.equals(ANY_SETTINGS);
    }

    FaultCase with(UnaryOperator<Source> change) {
        return new FaultCase(name, path, answers, expected, change, settings, asked);
    }

    FaultCase under(Consumer<TestingSettings> change) {
        return new FaultCase(name, path, answers, expected, source, change, asked);
    }

    /** Checks what the origin was asked for, and how often. */
    FaultCase asking(Consumer<List<TestingOrigin.Asked>> check) {
        return new FaultCase(name, path, answers, expected, source, settings, check);
    }

    /** Serves the answers, one a request. */
    void serve(TestingOrigin origin) {
        List<TestingOrigin.Answer> left = new ArrayList<>(answers);
        origin.on(
                HttpUrl.parse(origin.url(path)).target(),
                (request, socket) -> {
                    TestingOrigin.Answer next;
                    synchronized (left) {
                        next = left.size() > 1 ? left.removeFirst() : left.getFirst();
                    }
                    return next.write(request, socket);
                });
    }

    @Override
    public String toString() {
        return name;
    }
}
