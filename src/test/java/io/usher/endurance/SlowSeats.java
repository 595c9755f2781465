package io.usher.endurance;

import io.usher.seats.LimitPolicy;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's seats as {@code seats.md} tells of them, written apart from the program: it counts nothing and remembers nothing
 * that it can look up, and asks everybody anew after every change.
 */
final class SlowSeats {

    /** The highest first. */
    static final List<String> TYPES = List.of("full", "partner", "learning");

    private static final List<String> BY_NAME = TYPES.stream().sorted().toList();

    /** @param quantity null for unlimited */
    record Contract(@Nullable Integer quantity, LimitPolicy onLimit) {

        int overage() {
            return onLimit instanceof LimitPolicy.Overage some ? some.seats() : 0;
        }

        /** As {@link io.usher.testing.Operator#agree} takes it. */
        String json() {
            String policy = "";
            if (onLimit instanceof LimitPolicy.Fallback some) {
                policy = ",'fallback':'" + some.type() + "'";
            } else if (onLimit instanceof LimitPolicy.Overage some) {
                policy = ",'overage':{'seats':%d,'days':%d,'then':'%s'}"
                        .formatted(some.seats(), some.days(), some.thenRejects() ? "reject" : "waitlist");
            }
            return "{'quantity':%s,'onLimit':'%s'%s}".formatted(quantity, onLimit.word(), policy);
        }

        /** The type, or empty. */
        String fallback() {
            return onLimit instanceof LimitPolicy.Fallback some ? some.type() : "";
        }

        boolean rejects() {
            return onLimit instanceof LimitPolicy.Reject
                    || (onLimit instanceof LimitPolicy.Overage some && some.thenRejects());
        }
    }

    record Rule(String type, int priority) {}

    /** @param type empty for no seat */
    private record Wish(String type, String source, String group) {
        static final Wish NONE = new Wish("", "", "");
    }

    final Map<String, Contract> contracts = new TreeMap<>();
    final Map<String, SlowPerson> people = new LinkedHashMap<>();
    /** By id of the group; an empty one has none. */
    final Map<String, Optional<Rule>> groups = new TreeMap<>();
    /** What a value of userType names. */
    final Map<String, String> mappings = new HashMap<>();

    String defaultType = "full";
    private long moment;
    private long promotions;

    SlowSeats() {
        TYPES.forEach(type -> contracts.put(type, new Contract(0, new LimitPolicy.Waitlist())));
    }

    /** False when he is refused a seat: then nothing has changed. */
    boolean join(SlowPerson person) {
        if (refuses(person)) {
            return false;
        }
        people.put(person.id, person);
        review();
        return true;
    }

    /** False when he is refused a seat: then nothing has changed. */
    boolean change(SlowPerson person, Consumer<SlowPerson> edit) {
        SlowPerson changed = person.copy();
        edit.accept(changed);
        if (refuses(changed)) {
            return false;
        }
        edit.accept(person);
        review();
        return true;
    }

    void leave(SlowPerson person) {
        person.active = false;
        review();
        people.remove(person.id);
    }

    /** What an administrator changes for many refuses nobody. */
    void govern(Runnable change) {
        change.run();
        review();
    }

    /** Who is to have another seat than before asks for it, and what is free is handed on. */
    private void review() {
        moment++;
        people.values().stream()
                .sorted(Comparator.comparing(person -> person.id))
                .forEach(this::settle);
        promote();
    }

    private boolean refuses(SlowPerson person) {
        Wish wish = wish(person);
        return !wish.type.isEmpty()
                && !wish.type.equals(person.wanted)
                && !wish.type.equals(person.held)
                && !wish.source.equals("groupRule")
                && contract(wish.type).rejects()
                && !admits(wish.type);
    }

    private Wish wish(SlowPerson person) {
        if (!person.active) {
            return Wish.NONE;
        }
        if (!person.pin.isEmpty()) {
            return new Wish(person.pin, "pin", "");
        }
        if (!person.requested.isEmpty()) {
            return new Wish(person.requested.equals("admin") ? "full" : person.requested, "requestedSeatType", "");
        }
        if (mappings.containsKey(person.userType)) {
            return new Wish(mappings.getOrDefault(person.userType, ""), "userType", "");
        }
        Optional<String> ruling = person.groups.stream()
                .filter(group -> rule(group).isPresent())
                .min(Comparator.comparing(
                                (String group) -> rule(group).orElseThrow().priority())
                        .thenComparing(
                                group -> TYPES.indexOf(rule(group).orElseThrow().type()))
                        .thenComparing(group -> group));
        return ruling.map(group -> new Wish(rule(group).orElseThrow().type(), "groupRule", group))
                .orElse(new Wish(defaultType, "tenantDefault", ""));
    }

    private Optional<Rule> rule(String group) {
        return groups.getOrDefault(group, Optional.empty());
    }

    private void settle(SlowPerson person) {
        Wish wish = wish(person);
        boolean moves = !wish.type.equals(person.wanted);
        person.wanted = wish.type;
        person.source = wish.source;
        person.rulingGroup = wish.group;
        if (!moves) {
            return;
        }
        person.waitingSince = 0;
        if (wish.type.isEmpty()) {
            person.letGo();
        } else if (!wish.type.equals(person.held)) {
            if (admits(wish.type)) {
                take(person, wish.type);
            } else {
                person.waitingSince = moment;
                if (person.held.isEmpty()) {
                    meanwhile(wish.type).ifPresent(type -> take(person, type));
                }
            }
        }
    }

    private void promote() {
        while (BY_NAME.stream().anyMatch(this::serve)) {
            promotions++;
        }
        for (String type : BY_NAME) {
            for (SlowPerson waiting : queue(type)) {
                Optional<String> other = meanwhile(type);
                if (waiting.held.isEmpty() && other.isPresent()) {
                    take(waiting, other.get());
                    promotions++;
                }
            }
        }
    }

    /** One seat of a type is handed on, if there is one for somebody: first to who holds one beyond the quantity. */
    private boolean serve(String type) {
        List<SlowPerson> beyond = line(person -> person.holdsBeyond(type), person -> person.graceSince);
        if (!beyond.isEmpty() && regular(type)) {
            beyond.get(0).graceSince = 0;
            return true;
        }
        List<SlowPerson> waiting = queue(type);
        if (!waiting.isEmpty() && (regular(type) || beyondFits(type))) {
            waiting.get(0).waitingSince = 0;
            take(waiting.get(0), type);
            return true;
        }
        return false;
    }

    /** Nobody passes those who wait. */
    private boolean admits(String type) {
        return queue(type).isEmpty() && (regular(type) || beyondFits(type));
    }

    /** Along the fallbacks, the first type that has a seat. */
    private Optional<String> meanwhile(String full) {
        String type = full;
        while (contract(type).onLimit() instanceof LimitPolicy.Fallback fallback) {
            type = fallback.type();
            if (admits(type)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private boolean regular(String type) {
        Integer quantity = contract(type).quantity();
        return quantity == null || count(person -> person.held.equals(type) && person.graceSince == 0) < quantity;
    }

    private boolean beyondFits(String type) {
        Integer quantity = contract(type).quantity();
        int overage = contract(type).overage();
        return quantity != null
                && count(person -> person.holdsBeyond(type)) < overage
                && count(person -> person.held.equals(type)) < quantity + overage;
    }

    private void take(SlowPerson person, String type) {
        person.letGo();
        boolean beyond = !regular(type);
        person.held = type;
        person.graceSince = beyond ? moment : 0;
    }

    long count(Predicate<SlowPerson> which) {
        return people.values().stream().filter(which).count();
    }

    /** The policy would lead from a type back to it. */
    boolean circular(String type, LimitPolicy wanted) {
        LimitPolicy policy = wanted;
        while (policy instanceof LimitPolicy.Fallback fallback) {
            if (fallback.type().equals(type)) {
                return true;
            }
            policy = contract(fallback.type()).onLimit();
        }
        return false;
    }

    Contract contract(String type) {
        return Optional.ofNullable(contracts.get(type)).orElseThrow();
    }

    /** Who waits for a type, first come first. */
    List<SlowPerson> queue(String type) {
        return line(person -> person.waitsFor(type), person -> person.waitingSince);
    }

    private List<SlowPerson> line(Predicate<SlowPerson> which, ToLongFunction<SlowPerson> since) {
        return people.values().stream()
                .filter(which)
                .sorted(Comparator.comparingLong(since).thenComparing(person -> person.id))
                .toList();
    }

    /** How many seats were handed on. */
    long promotions() {
        return promotions;
    }
}
