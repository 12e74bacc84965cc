package regatta.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Answers are made so many at a time, in the order in which they were asked for. */
class TurnsTest {
    private final Turns turns = new Turns(2, 3, "lists", Duration.ofHours(1), Runnable::run);
    private final List<CompletableFuture<String>> begun = new ArrayList<>();

    @Test
    void makesNoMoreThanAllowedAndThenTheNext() {
        List<CompletionStage<String>> answers = new ArrayList<>();
        for (int each = 0; each < 4; each++) {
            answers.add(turns.take(this::begin, found -> found));
        }
        assertThat(begun).hasSize(2);
        begun.getFirst().complete("first");
        assertThat(begun).hasSize(3);
        assertThat(answers.getFirst().toCompletableFuture()).isCompletedWithValue("first");
        begun.get(2).complete("third");
        assertThat(begun).hasSize(4);
        assertThat(answers.get(2).toCompletableFuture()).isCompletedWithValue("third");
        assertThat(answers.get(1).toCompletableFuture()).isNotDone();
    }

    @Test
    void givesTheTurnOfAFailedAnswerToTheNext() {
        CompletionStage<String> failed = turns.take(this::begin, found -> found);
        CompletionStage<String> thrown =
                turns.take(
                        () -> {
                            throw new IllegalStateException("no list");
                        },
                        _ -> "no list");
        assertThat(thrown.toCompletableFuture()).isCompletedExceptionally();
        begun.getFirst().completeExceptionally(new IllegalStateException("no list"));
        assertThat(failed.toCompletableFuture()).isCompletedExceptionally();
        var _ = turns.take(this::begin, found -> found);
        var _ = turns.take(this::begin, found -> found);
        assertThat(begun).hasSize(3);
    }

    @Test
    void refusesARequestWhoseTurnComesTooLate() {
        Turns impatient = new Turns(1, 3, "lists", Duration.ZERO, Runnable::run);
        var _ = impatient.take(this::begin, found -> found);
        List<CompletionStage<String>> late = new ArrayList<>();
        for (int each = 0; each < 2; each++) {
            late.add(impatient.take(this::begin, found -> found));
        }
        begun.getFirst().complete("");
        assertThat(begun).hasSize(1);
        assertThat(late).allMatch(each -> each.toCompletableFuture().isCompletedExceptionally());
        var _ = impatient.take(this::begin, found -> found);
        assertThat(begun).hasSize(2);
    }

    @Test
    void refusesWhatWouldWaitBehindTooMany() {
        for (int each = 0; each < 5; each++) {
            var _ = turns.take(this::begin, found -> found);
        }
        assertThatThrownBy(() -> turns.take(this::begin, found -> found))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("3 lists");
        begun.getFirst().complete("");
        var _ = turns.take(this::begin, found -> found);
        assertThat(begun).hasSize(3);
    }

    private CompletionStage<String> begin() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        begun.add(answer);
        return answer;
    }
}
