package io.usher.endurance;

import io.usher.endurance.SlowSeats.Contract;
import io.usher.endurance.SlowSeats.Rule;
import io.usher.hardening.Dice;
import io.usher.seats.LimitPolicy;
import io.usher.testing.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What administrators of a tenant decide about seats, in a {@link SeatStory}; each method is one call. */
final class SeatOffice {

    private static final List<String> TYPES = List.of("full", "full", "full", "partner", "partner", "learning");

    private SeatOffice() {}

    static void pin(SeatStory story, Dice dice) {
        String type = dice.onceIn(10) ? "golden" : dice.pick(TYPES);
        story.somebody(dice, person -> true).ifPresent(person -> {
            Reply reply = story.operator.pin(person.id, "{'seatType':'" + type + "','reason':'so it is'}");
            int refusal = type.equals("golden") ? 400 : story.model.change(person, edit -> edit.pin = type) ? 0 : 403;
            story.expect("API pins %s to %s".formatted(person.name, type), refusal, reply);
        });
    }

    static void unpin(SeatStory story, Dice dice) {
        story.somebody(dice, person -> !person.pin.isEmpty()).ifPresent(person -> {
            Reply reply = story.operator.unpin(person.id);
            story.expect(
                    "API unpins " + person.name, story.model.change(person, edit -> edit.pin = "") ? 0 : 403, reply);
        });
    }

    static void agree(SeatStory story, Dice dice) {
        String type = dice.pick(TYPES);
        Contract before = story.model.contract(type);
        Integer quantity = dice.onceIn(20) ? null : dice.below(4);
        LimitPolicy policy = dice.onceIn(2) ? before.onLimit() : policy(dice);
        Contract after = new Contract(quantity, policy);
        Reply reply = story.operator.agree(type, after.json());
        int refusal = story.model.circular(type, policy) ? 400 : 0;
        if (refusal == 0) {
            story.model.govern(() -> story.model.contracts.put(type, after));
        }
        story.expect("API PUT %s %s".formatted(type, after.json()), refusal, reply);
    }

    private static LimitPolicy policy(Dice dice) {
        return switch (dice.below(4)) {
            case 0 -> new LimitPolicy.Fallback(dice.pick(TYPES));
            case 1 -> new LimitPolicy.Overage(1 + dice.below(3), 30, dice.onceIn(2));
            case 2 -> new LimitPolicy.Reject();
            default -> new LimitPolicy.Waitlist();
        };
    }

    static void rule(SeatStory story, Dice dice) {
        if (story.model.groups.size() < 3) {
            String group = story.connector("okta").group("Group " + dice.below(1_000_000));
            story.model.groups.put(group, Optional.empty());
        }
        String group = dice.pick(List.copyOf(story.model.groups.keySet()));
        Rule rule = new Rule(dice.pick(SlowSeats.TYPES), 1 + dice.below(3));
        boolean none = dice.onceIn(6);
        String json = none ? "null" : "{'seatType':'%s','priority':%d}".formatted(rule.type(), rule.priority());
        Reply reply = story.operator.govern(group, "{'seatRule':" + json + "}");
        story.model.govern(() -> story.model.groups.put(group, none ? Optional.empty() : Optional.of(rule)));
        story.expect("API rules %s %s".formatted(group, json), 0, reply);
    }

    static void members(SeatStory story, Dice dice) {
        if (story.model.groups.isEmpty() || story.model.people.isEmpty()) {
            return;
        }
        String group = dice.pick(List.copyOf(story.model.groups.keySet()));
        List<String> ids = new ArrayList<>();
        for (int n = dice.below(6); n >= 0; n--) {
            ids.add(dice.pick(List.copyOf(story.model.people.keySet())));
        }
        String op = dice.pick(List.of("add", "add", "add", "remove", "replace"));
        String operation = "{'op':'%s','path':'members','value':[{'value':'%s'}]}"
                .formatted(op, String.join("'},{'value':'", ids));
        Reply reply = story.connector("okta").patch("/Groups/" + group, operation);
        story.model.govern(() -> {
            for (SlowPerson person : story.model.people.values()) {
                if (op.equals("replace") || (op.equals("remove") && ids.contains(person.id))) {
                    person.groups.remove(group);
                }
                if (!op.equals("remove") && ids.contains(person.id)) {
                    person.groups.add(group);
                }
            }
        });
        story.expect("okta PATCH group %s %s".formatted(group, operation), 0, reply);
    }

    static void disband(SeatStory story, Dice dice) {
        if (story.model.groups.isEmpty()) {
            return;
        }
        String group = dice.pick(List.copyOf(story.model.groups.keySet()));
        Reply reply = story.connector("okta").delete("/Groups/" + group);
        story.model.govern(() -> {
            story.model.groups.remove(group);
            story.model.people.values().forEach(person -> person.groups.remove(group));
        });
        story.expect("okta DELETE group " + group, 0, reply);
    }

    static void changeDefault(SeatStory story, Dice dice) {
        String type = dice.pick(TYPES);
        Reply reply = story.operator.change("{'defaultSeatType':'" + type + "'}");
        story.model.govern(() -> story.model.defaultType = type);
        story.expect("API default " + type, 0, reply);
    }

    static void map(SeatStory story, Dice dice) {
        String type = dice.pick(TYPES);
        boolean none = dice.onceIn(3);
        Reply reply =
                story.operator.map(none ? "" : "{'attribute':'userType','value':'Reseller','seatType':'" + type + "'}");
        story.model.govern(() -> {
            story.model.mappings.clear();
            if (!none) {
                story.model.mappings.put("Reseller", type);
            }
        });
        story.expect("API maps Reseller to " + (none ? "nothing" : type), 0, reply);
    }
}
