package io.usher.scim.patch;

import java.util.Set;

/**
 * What a request does to the members of a group, which are never loaded for it.
 *
 * @param add ids that are members afterwards; none of them is in {@code remove}
 * @param remove ids that are no members afterwards, whether they were or not; empty when {@code replaceAll}
 * @param replaceAll whether all members go before {@code add} comes
 */
public record MembersDelta(Set<String> add, Set<String> remove, boolean replaceAll) {

    /** Whether the members stay as they are. */
    public boolean isEmpty() {
        return add.isEmpty() && remove.isEmpty() && !replaceAll;
    }
}
