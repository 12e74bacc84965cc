package regatta.http;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the API's document says of a {@link Route}; immutable.
 *
 * @param name its {@code operationId}
 * @param summary one sentence for people
 * @param parameters names in {@code components.parameters}, beside the path's variables
 * @param answers those that are no problem
 * @param problems statuses of problems that only this operation has
 * @param lines whether the body may come as NDJSON as well
 */
public record Operation(
        String name,
        String summary,
        List<String> parameters,
        List<Answer> answers,
        Set<Integer> problems,
        boolean lines) {
    public Operation {
        parameters = List.copyOf(parameters);
        answers = List.copyOf(answers);
        problems = Set.copyOf(problems);
    }

    /**
     * An answer.
     *
     * @param schema a name in {@code components.schemas}; empty where the answer has no body
     * @param headers names in {@code components.headers} that always come with it
     */
    public record Answer(int status, String schema, List<String> headers) {
        public Answer {
            headers = List.copyOf(headers);
        }
    }

    public static Operation named(String name, String summary) {
        return new Operation(name, summary, List.of(), List.of(), Set.of(), false);
    }

    public Operation takes(String... names) {
        return new Operation(name, summary, List.of(names), answers, problems, lines);
    }

    /** Adds an answer; an empty schema stands for no body. */
    public Operation answers(int status, String schema, String... headers) {
        Answer more = new Answer(status, schema, List.of(headers));
        List<Answer> all = Stream.concat(answers.stream(), Stream.of(more)).toList();
        return new Operation(name, summary, parameters, all, problems, lines);
    }

    public Operation fails(Integer... statuses) {
        return new Operation(name, summary, parameters, answers, Set.of(statuses), lines);
    }

    public Operation alsoLines() {
        return new Operation(name, summary, parameters, answers, problems, true);
    }
}
