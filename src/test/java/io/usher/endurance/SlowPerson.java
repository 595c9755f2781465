package io.usher.endurance;

import java.util.Set;
import java.util.TreeSet;

/** Somebody in {@link SlowSeats}; an empty text is none, and so is the moment 0. */
final class SlowPerson {

    final String id;
    final String name;

    /** The kind of the connection that manages him. */
    String connection;

    boolean active = true;
    String requested = "";
    String userType = "";
    String pin = "";
    final Set<String> groups = new TreeSet<>();

    String wanted = "";
    String source = "";
    String rulingGroup = "";
    String held = "";
    long graceSince;
    long waitingSince;

    SlowPerson(String id, String name, String connection) {
        this.id = id;
        this.name = name;
        this.connection = connection;
    }

    SlowPerson copy() {
        return as(id);
    }

    /** The same with the id that he was given. */
    SlowPerson as(String given) {
        SlowPerson copy = new SlowPerson(given, name, connection);
        copy.active = active;
        copy.requested = requested;
        copy.userType = userType;
        copy.pin = pin;
        copy.groups.addAll(groups);
        copy.wanted = wanted;
        copy.source = source;
        copy.rulingGroup = rulingGroup;
        copy.held = held;
        copy.graceSince = graceSince;
        copy.waitingSince = waitingSince;
        return copy;
    }

    boolean waitsFor(String type) {
        return waitingSince > 0 && wanted.equals(type);
    }

    boolean holdsBeyond(String type) {
        return graceSince > 0 && held.equals(type);
    }

    void letGo() {
        held = "";
        graceSince = 0;
    }

    boolean admin() {
        return requested.equals("admin") && wanted.equals("full");
    }

    /** As SCIM says it. */
    String status() {
        if (held.isEmpty()) {
            return waitingSince > 0 ? "waitlisted" : "none";
        }
        if (waitingSince > 0) {
            return "fallback";
        }
        return graceSince > 0 ? "grace" : "assigned";
    }
}
