package regatta.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** Runs a test once, or as often as {@code -Dregatta.faults.times=N} says. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(ManyTimes.Provider.class)
@interface ManyTimes {
    /** Makes a test for each time. */
    final class Provider implements TestTemplateInvocationContextProvider {
        private static final int TIMES = Integer.getInteger("regatta.faults.times", 1);

        @Override
        public boolean supportsTestTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
                ExtensionContext context) {
            return IntStream.range(0, TIMES)
                    .mapToObj(time -> new TestTemplateInvocationContext() {});
        }
    }
}
