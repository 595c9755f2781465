package io.usher.directory;

import java.util.Set;
import java.util.UUID;

/**
 * How the members of a group are to change; the group itself is never loaded.
 *
 * @param add who is to be a member
 * @param remove who is to be none
 * @param replaceAll whoever is not in {@code add} is to be none
 */
public record MembersChange(Set<UUID> add, Set<UUID> remove, boolean replaceAll) {

    public static final MembersChange NONE = new MembersChange(Set.of(), Set.of(), false);

    public boolean isEmpty() {
        return add.isEmpty() && remove.isEmpty() && !replaceAll;
    }
}
