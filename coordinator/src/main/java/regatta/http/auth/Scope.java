package regatta.http.auth;

import java.util.Locale;

/** What a token allows. */
public enum Scope {
    /** Looks at jobs, comparisons, workers and files. */
    READ,
    /** Submits, cancels, retries and deletes jobs and comparisons. */
    SUBMIT,
    /** Changes workers and pools. */
    ADMIN;

    /** The word for it in a token file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
