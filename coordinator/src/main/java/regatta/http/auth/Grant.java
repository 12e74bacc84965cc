package regatta.http.auth;

import java.util.Set;

/**
 * What a token allows its owner.
 *
 * @param name the owner's name in logs; not secret
 */
public record Grant(String name, Set<Scope> scopes) {
    public Grant {
        scopes = Set.copyOf(scopes);
    }
}
