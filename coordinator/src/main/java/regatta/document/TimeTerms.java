package regatta.document;

import java.util.List;
import regatta.document.Document.Term;
import regatta.document.Document.Terms;

/** Explains the parts of an attempt's time, in reports of jobs and of comparisons. */
public final class TimeTerms {
    public static final Terms OF_ATTEMPTS =
            new Terms(
                    List.of(
                            new Term("queued", "from ready to dispatched"),
                            new Term("waited", "from arrived at the worker to begun"),
                            new Term("ran", "from begun to ended"),
                            new Term(
                                    "delay", "from dispatched to answered, without waited and ran"),
                            new Term("p90", "nine of ten attempts took no longer")));

    private TimeTerms() {}
}
