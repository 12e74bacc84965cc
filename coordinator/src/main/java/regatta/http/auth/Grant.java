package regatta.http.auth;

import java.util.Set;

/**
 * What a token stands for.
 *
 * @param name how logs name its owner; no secret
 */
public record Grant(String name, Set<Scope> scopes) {
    public Grant {
        scopes = Set.copyOf(scopes);
    }
}
