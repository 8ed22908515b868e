package io.tiltmeter.servicekit.work;

import java.util.Set;

/**
 * The kinds of items that a worker leases.
 *
 * @param only the one kind that it leases; empty if it leases several
 * @param others kinds that it leaves to others, without commas; empty if it leases one
 */
record WorkKinds(String only, Set<String> others) {
    static final WorkKinds ALL = except(Set.of());

    WorkKinds {
        others = Set.copyOf(others);
    }

    static WorkKinds only(String kind) {
        return new WorkKinds(kind, Set.of());
    }

    boolean include(String kind) {
        return only.isEmpty() ? !others.contains(kind) : only.equals(kind);
    }

    static WorkKinds except(Set<String> kinds) {
        return new WorkKinds("", kinds);
    }
}
