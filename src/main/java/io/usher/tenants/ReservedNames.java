package io.usher.tenants;

import io.usher.platform.Folding;
import java.util.Set;

/**
 * What no tenant and no connection may be called: words that programs take for a built-in of their own, or for nothing at
 * all. A name that somebody else gives a meaning to has opened other servers (CVE-2026-67330).
 */
final class ReservedNames {

    private static final Set<String> WORDS = Set.of(
            "local",
            "credential",
            "saml",
            "oidc",
            "oauth",
            "scim",
            "api",
            "console",
            "system",
            "none",
            "null",
            "undefined");

    private ReservedNames() {}

    static boolean hold(String name) {
        return WORDS.contains(Folding.caseless(name).strip());
    }
}
