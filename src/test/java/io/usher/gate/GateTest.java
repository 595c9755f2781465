package io.usher.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.usher.directory.DirectoryState;
import io.usher.tenants.Provisioning;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole truth table of the gate. */
@Tag("T49")
class GateTest {

    static final List<Set<String>> HOLDS = List.of(
            Set.of(),
            Set.of("legal"),
            Set.of("admin"),
            Set.of("security"),
            Set.of("admin", "security"),
            Set.of("admin", "legal"),
            Set.of("security", "legal"),
            Set.of("admin", "security", "legal"));

    /** The precedence, told as a list of every reason that applies: the first one is to be given. */
    static Reason first(boolean suspended, Provisioning provisioning, Gate.Person person) {
        List<Reason> apply = new ArrayList<>();
        add(apply, suspended, Reason.TENANT_SUSPENDED);
        add(apply, person.directory() == DirectoryState.DELETED, Reason.DELETED);
        add(apply, person.holds().contains("security"), Reason.SECURITY_HOLD);
        add(apply, person.holds().contains("admin"), Reason.ADMIN_HOLD);
        add(apply, person.directory() == DirectoryState.INACTIVE, Reason.DIRECTORY_INACTIVE);
        add(apply, provisioning == Provisioning.REQUIRES_SSO, Reason.SSO_NOT_CONFIGURED);
        add(apply, !person.seatHeld() && person.waiting(), Reason.SEAT_WAITLISTED);
        add(apply, !person.seatHeld() && !person.waiting(), Reason.NO_SEAT);
        add(apply, true, Reason.OK);
        return apply.get(0);
    }

    private static void add(List<Reason> reasons, boolean applies, Reason reason) {
        if (applies) {
            reasons.add(reason);
        }
    }

    @Test
    void of_all_reasons_that_apply_the_first_is_given() {
        int combinations = 0;
        for (boolean suspended : new boolean[] {true, false}) {
            for (Provisioning provisioning : Provisioning.values()) {
                for (Gate.Person person : people()) {
                    assertThat(Gate.decide(suspended, provisioning, person))
                            .as("%s %s %s", suspended, provisioning, person)
                            .isEqualTo(first(suspended, provisioning, person));
                    combinations++;
                }
            }
        }
        assertThat(combinations).isEqualTo(2 * 3 * 3 * 8 * 4);
    }

    @Test
    void only_ok_lets_anybody_in() {
        assertThat(List.of(Reason.values()).stream().filter(Reason::allows)).containsExactly(Reason.OK);
    }

    @Test
    void nobody_is_unknown_unless_the_whole_tenant_is_suspended() {
        assertThat(Gate.decide(false, Provisioning.ON, null)).isEqualTo(Reason.UNKNOWN_USER);
        assertThat(Gate.decide(false, Provisioning.REQUIRES_SSO, null)).isEqualTo(Reason.UNKNOWN_USER);
        assertThat(Gate.decide(true, Provisioning.ON, null)).isEqualTo(Reason.TENANT_SUSPENDED);
    }

    @Test
    void the_codes_are_those_that_programs_know_in_their_fixed_order() {
        assertThat(List.of(Reason.values()).stream().map(Reason::code))
                .containsExactly(
                        "tenant_suspended",
                        "unknown_user",
                        "deleted",
                        "security_hold",
                        "admin_hold",
                        "directory_inactive",
                        "sso_not_configured",
                        "seat_waitlisted",
                        "no_seat",
                        "ok");
    }

    private static List<Gate.Person> people() {
        List<Gate.Person> people = new ArrayList<>();
        for (DirectoryState directory : DirectoryState.values()) {
            for (Set<String> holds : HOLDS) {
                for (int seat = 0; seat < 4; seat++) {
                    people.add(new Gate.Person(directory, holds, (seat & 1) == 1, (seat & 2) == 2));
                }
            }
        }
        return people;
    }
}
